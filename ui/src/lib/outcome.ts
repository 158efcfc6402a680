/** What came of a check, in a few words each. */

import { number, t } from "./i18n/index.svelte";
import type { Tone } from "./verdict";

/** How many documents ended without an answer. */
export interface Unanswered {
  /** Those that could not be read. */
  readonly unread: number;
  /** Those that were read, and about which nothing can be said. */
  readonly unjudged: number;
  /** Those that the reader stopped. */
  readonly stopped: number;
}

export interface Said {
  readonly text: string;
  /** What it is highlighted as, if it is. */
  readonly as: "found" | "problem" | null;
}

/** Returns what came of a check: how many were answered and found, and why the others were not answered. */
export function outcomeOf(counts: Readonly<Record<Tone, number>>, { unread, unjudged, stopped }: Unanswered, books: number | null): Said[] {
  const answered = counts.found + counts.look + counts.clear;
  const said: Said[] = [];
  if (answered > 0) said.push({ text: t("check.finished", { n: answered }), as: null }, foundOf(counts.found, books));
  // Where nothing was answered, that is the headline.
  const as = answered === 0 ? "problem" : null;
  if (unread > 0) said.push({ text: t("check.unread", { n: unread }), as });
  if (unjudged > 0) said.push({ text: t("check.unjudged", { n: unjudged }), as });
  if (stopped > 0) said.push({ text: t("check.not-checked", { n: stopped }), as: null });
  return said;
}

/** Returns how many were found. */
export function foundOf(found: number, books: number | null): Said {
  if (found === 0) return { text: t("check.found.none"), as: null };
  const text = books === null || books === found ? t("check.found", { n: found }) : t("check.found.books", { found: number(found), n: books });
  return { text, as: "found" };
}
