/** How a verdict is shown in the window. */

import { t } from "./i18n/index.svelte";
import type { Row, Verdict } from "./wire";

/** How an answer is to be taken, and shown. */
export type Tone = "found" | "look" | "clear" | "problem";

const TONES: Readonly<Record<Verdict, Tone>> = {
  "same-file": "found",
  "same-text": "found",
  "within-larger-work": "found",
  "contains-work": "found",
  "revised-text": "found",
  listed: "found",
  "shared-passages": "look",
  possible: "look",
  "not-found": "clear",
  inconclusive: "problem",
};

/** Returns what a result says, in a sentence that is true to why nothing else can be said. */
export function saysOf({ verdict, doubt }: Pick<Row, "verdict" | "doubt">): string {
  return doubt === null ? t(`verdict.${verdict}.says`) : t(`doubt.${doubt}.says`);
}

/** Returns how a verdict is to be taken. */
export function toneOf(verdict: Verdict): Tone {
  return TONES[verdict];
}
