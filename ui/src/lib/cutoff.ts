/** Cut-off dates: periods, those of them that have a name, and the sides of records. */

import { CUTOFFS } from "./i18n/report";
import type { Side } from "./wire";

/** A cut-off date: from a day to a day, both included, each `YYYY-MM-DD`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What the date of a record is the date of: its addition, or its last change. */
export type DateKind = "added" | "changed";

/** Returns the period from one day to another; `null` if one is missing or the last is before the first. */
export function periodOf(from: string, to: string): Period | null {
  return isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}

/** Returns whether two cut-off dates are the same. */
export function isSame(one: Period | null, other: Period | null): boolean {
  return one?.from === other?.from && one?.to === other?.to;
}

/** Returns the cut-off date of this period that has a name. */
export function presetOf(period: Period | null): (typeof CUTOFFS)[number] | null {
  return CUTOFFS.find((preset) => isSame(preset, period)) ?? null;
}

/** Returns a cut-off date as the engine reads it: by its name, if it has one. */
export function asked(period: Period | null): string | null {
  return period === null ? null : (presetOf(period)?.name ?? `${period.from}..${period.to}`);
}

/**
 * Returns the side of a record with this date, as the engine does; `YYYY-MM-DD` compares as text.
 *
 * A record was added on the day of its last change or before it, so a last change shows nothing unless it is before the period.
 */
export function sideOf(date: string | null, period: Period, kind: DateKind = "added"): Side {
  const day = date?.slice(0, 10) ?? "";
  if (!isDay(day)) return "unknown";
  if (day < period.from) return "before";
  if (kind === "changed") return "unknown";
  return day <= period.to ? "unclear" : "after";
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/u.test(text);
}
