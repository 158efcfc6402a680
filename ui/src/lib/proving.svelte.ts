/** The proof that nothing leaves: it goes on, and stays, while the reader is elsewhere. */

import { call, failureOf } from "./host";
import { t } from "./i18n/index.svelte";
import { speaker } from "./say.svelte";
import type { Failure, Proof } from "./wire";

class Proving {
  proof = $state.raw<Proof | null>(null);
  failure = $state.raw<Failure | null>(null);
  trying = $state(false);

  async prove(): Promise<void> {
    if (this.trying) return;
    this.trying = true;
    this.failure = null;
    try {
      this.proof = await call("prove");
      speaker.tell(this.proof.holds ? t("privacy.holds") : t("privacy.fails"));
    } catch (refusal) {
      this.failure = failureOf(refusal);
    } finally {
      this.trying = false;
    }
  }
}

export const proving = new Proving();
