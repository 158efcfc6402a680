/** How a verdict is shown in the window. */

import { t } from "./i18n/index.svelte";
import { blank } from "./safe";
import type { Match, Row, Verdict } from "./wire";

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

/** Whether all that was compared for a listing is a book number: no entry of it has a title. */
export function isByNumber({ verdict, records }: Match): boolean {
  return verdict === "listed" && records.every((record) => blank(record.title));
}

/** Returns the answer for a manuscript, in a sentence that is true of what was compared. */
export function says({ verdict, numbers_of, by_number }: Row): string {
  if (verdict === "not-found" && numbers_of.length > 0) return t("verdict.not-found.numbers.says");
  if (verdict === "listed" && by_number) return t("verdict.listed.numbers.says");
  return t(`verdict.${verdict}.says`);
}
