/**
 * Forgetting can be undone for ten seconds. Until then the program only hides
 * what was forgotten; it is deleted when the time is over, by the next forgetting,
 * and when the window closes. The program counts the time too: nothing stays
 * because a page did not ask.
 */

import { call, failureOf } from "./host";
import { t } from "./i18n/index.svelte";
import { speaker } from "./say.svelte";

const GRACE_MS = 10_000;

interface Offer {
  readonly text: string;
  /** Shows again what was hidden. */
  readonly back: () => void | Promise<void>;
}

class Undo {
  offer = $state.raw<Offer | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Offers to undo what was just hidden. */
  propose(text: string, back: () => void | Promise<void>): void {
    clearTimeout(this.#timer);
    this.offer = { text, back };
    this.#timer = setTimeout(() => void this.settle(), GRACE_MS);
  }

  /** Brings back what was hidden, if it is still there. */
  async undo(): Promise<void> {
    const offer = this.#take();
    if (offer === null) return;
    try {
      if (await call("forget_undo")) {
        await offer.back();
        speaker.say(t("forget.undone"));
      } else speaker.say(t("forget.too-late"));
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  /** Deletes what is hidden: nothing brings it back. */
  async settle(): Promise<void> {
    if (this.#take() === null) return;
    try {
      await call("forget_settle");
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  #take(): Offer | null {
    clearTimeout(this.#timer);
    const offer = this.offer;
    this.offer = null;
    return offer;
  }
}

export const undo = new Undo();
