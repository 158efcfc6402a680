/**
 * What the window says beside what it shows: short messages, also to screen
 * readers, one at a time and not more often than somebody can listen.
 */

import type { Failure } from "./wire";

const SHOWN_MS = 8_000;

class Speaker {
  /** A message to be shown for a while. */
  message = $state("");
  /** What screen readers are told without anything being shown. */
  murmur = $state("");
  /** What did not work, until it is dismissed. */
  failure = $state.raw<Failure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows and says that something was done. */
  say(message: string): void {
    clearTimeout(this.#timer);
    this.message = message;
    this.#timer = setTimeout(() => (this.message = ""), SHOWN_MS);
  }

  /** Tells screen readers only. */
  tell(message: string): void {
    this.murmur = message;
  }

  /** Shows that something did not work; a cancel by the reader is no failure. */
  fail(failure: Failure): void {
    if (failure.code !== "cancelled") this.failure = failure;
  }

  dismiss(): void {
    this.failure = null;
    this.message = "";
  }
}

export const speaker = new Speaker();

/** Tells how far something is at every quarter, and no more often. */
export class Quarters {
  #told = 0;

  /** Returns the quarter in percent when it has just been passed. */
  passed(share: number): number | null {
    const quarter = Math.floor(Math.min(1, share) * 4);
    if (quarter <= this.#told || quarter >= 4) return null;
    this.#told = quarter;
    return quarter * 25;
  }
}
