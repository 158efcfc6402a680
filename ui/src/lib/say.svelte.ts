/**
 * Short messages, on the screen and for screen readers: one at a time, and no
 * more often than anyone can listen.
 */

import { wasStopped } from "./failure";
import type { Failure, FilePath } from "./wire";

const SHOWN_MS = 8_000;

class Speaker {
  /** A message that is shown for a while. */
  message = $state("");
  /** What only screen readers say. */
  murmur = $state("");
  /** What failed, until it is dismissed. */
  failure = $state.raw<Failure | null>(null);
  /** The file that the message says was saved. */
  file = $state<FilePath | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows a message, and has it read out. */
  say(message: string): void {
    clearTimeout(this.#timer);
    this.message = message;
    this.file = null;
    this.#timer = setTimeout(() => (this.message = ""), SHOWN_MS);
  }

  /** Says that a file was saved, until it is dismissed or the reader goes elsewhere: it can be opened from there. */
  saved(message: string, file: FilePath): void {
    this.say(message);
    clearTimeout(this.#timer);
    this.file = file;
  }

  /** Says something to screen readers only. */
  tell(message: string): void {
    this.murmur = message;
  }

  /** Shows a failure; when the reader stopped the work, that is not one. */
  fail(failure: Failure): void {
    if (!wasStopped(failure)) this.failure = failure;
  }

  /** Takes away what concerns the place that the reader leaves. */
  leave(): void {
    if (this.file === null) return;
    this.message = "";
    this.file = null;
  }

  dismiss(): void {
    this.failure = null;
    this.message = "";
    this.file = null;
  }
}

export const speaker = new Speaker();

/** Reports progress at every quarter, and no more often. */
export class Quarters {
  #said = 0;

  /** Returns the quarter just passed, in percent; else null. */
  passed(share: number): number | null {
    const quarter = Math.floor(Math.min(1, share) * 4);
    if (quarter <= this.#said || quarter >= 4) return null;
    this.#said = quarter;
    return quarter * 25;
  }
}
