/** How a verdict is shown in the window. */

import { list, t } from "./i18n/index.svelte";
import { blank, inert } from "./safe";
import type { ManuscriptResult, Match, Record as Entry, Row, Verdict } from "./wire";

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
export function isByNumber(match: Match): boolean {
  return match.verdict === "listed" && hasNumberAlone(match);
}

function hasNumberAlone({ records }: Match): boolean {
  return records.length > 0 && records.every(isBareNumber);
}

/** Whether all that an entry gives is a number: it is in a list of book numbers. */
export function isBareNumber({ title, isbn }: Entry): boolean {
  return blank(title) && isbn.length > 0;
}

/** Returns by which phrases a match is explained. */
export function meaningOf(match: Match): Verdict | "listed.numbers" | "possible.numbers" {
  if (match.verdict === "possible" && hasNumberAlone(match)) return "possible.numbers";
  return isByNumber(match) ? "listed.numbers" : match.verdict;
}

/** Writes the names of collections as a list, harmless. */
export function collections(names: readonly string[]): string {
  return list(names.map((name) => inert(name, 60)));
}

/** Returns the title of a result, else the name of its file. */
export function titleOf({ title, name }: Pick<Row, "title" | "name">): string {
  return blank(title) ? name : (title ?? "");
}

/** Returns what is said below the title: the author, else the file, else its folder; nothing twice. */
export function bylineOf(row: Pick<Row, "title" | "author" | "name" | "folder">): string {
  if (!blank(row.author)) return row.author ?? "";
  return same(row.name, titleOf(row)) ? row.folder : row.name;
}

/** Returns the title of the work that was found, if it says more than the result's own; null where there is none. */
export function workOf(row: Pick<Row, "title" | "name" | "work" | "by_number">): string | null {
  if (row.work === null || row.by_number) return null;
  if (blank(row.work)) return t("app.untitled");
  return same(row.work, row.title) ? null : row.work;
}

function same(one: string, other: string | null): boolean {
  return one.trim().toLowerCase() === other?.trim().toLowerCase();
}

/** Whether the text of a result was compared with texts: it may be read, and have nothing to be compared with. */
export function isCompared({ text, warnings }: Pick<ManuscriptResult, "text" | "warnings">): boolean {
  return text.letters > 0 && (warnings ?? []).every(({ code }) => code !== "no-texts");
}

/** Returns what a result says: true of what was compared, and of why nothing else can be said. */
export function saysOf({ verdict, doubt, numbers_of, by_number }: Pick<Row, "verdict" | "doubt" | "numbers_of" | "by_number">): string {
  if (doubt !== null) return t(`doubt.${doubt}.says`);
  if (verdict === "not-found" && numbers_of.length > 0) return t("verdict.not-found.numbers.says");
  if (verdict === "listed" && by_number) return t("verdict.listed.numbers.says");
  return t(`verdict.${verdict}.says`);
}
