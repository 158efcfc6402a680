/** What a verdict stands for in the window: its group and its order. */

import type { Verdict } from "./wire";

/** The verdicts, from the strongest to the weakest. */
export const VERDICTS = [
  "same-file",
  "same-text",
  "within-larger-work",
  "contains-work",
  "revised-text",
  "listed",
  "shared-passages",
  "possible",
  "not-found",
  "inconclusive",
] as const satisfies readonly Verdict[];

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

/** Returns how a verdict is to be taken. */
export function toneOf(verdict: Verdict): Tone {
  return TONES[verdict];
}
