/** Prints the page that is shown: a list with all its rows, not only those in sight. */

import { tick } from "svelte";
import { call, failureOf } from "./host";
import { speaker } from "./say.svelte";

/** The most rows of a list that are printed; a report has them all. */
export const MOST_PRINTED = 1_000;
const PATIENCE_MS = 5_000;

class Printing {
  /** Whether lists show all their rows. */
  on = $state(false);

  async print(): Promise<void> {
    if (this.on) return;
    this.on = true;
    await tick();
    const begun = Date.now();
    while (document.querySelector("main [aria-busy=true]") !== null && Date.now() - begun < PATIENCE_MS) await new Promise((done) => setTimeout(done, 50));
    const over = (): void => {
      this.on = false;
      for (const event of ["afterprint", "keydown", "pointerdown"]) window.removeEventListener(event, over);
    };
    // The dialog of the system may stay open for long; the first key after it ends this.
    for (const event of ["afterprint", "keydown", "pointerdown"]) window.addEventListener(event, over);
    try {
      await call("page_print");
    } catch (refusal) {
      over();
      speaker.fail(failureOf(refusal));
    }
  }
}

export const printing = new Printing();
