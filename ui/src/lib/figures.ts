/**
 * What figures are called: shares out of a hundred, places, how sure it is.
 *
 * The rules are those of the reports (crates/engine/src/report/words.rs and
 * strip.rs), so that window and report never say different things about one
 * figure. Nothing here computes a verdict.
 */

import { has, list, t } from "./i18n/index.svelte";
import type { Match, Share, Span } from "./wire";

function bounded(share: number): number {
  return Number.isNaN(share) ? 0 : Math.min(100, Math.max(0, share * 100));
}

/** Returns a share as a count out of 100 that never says "all" or "none" of what is only nearly so. */
export function hundred(share: number): string {
  const exact = bounded(share);
  const rounded = Math.round(exact);
  if (exact > 0 && rounded < 1) return t("result.hardly");
  if (exact < 100 && rounded > 99) return t("result.all-but");
  return String(rounded);
}

/** Returns a share as "about 97 of 100". */
export function outOf(share: Share): string {
  const figure = hundred(share.estimate);
  const about = /^\d+$/u.test(figure) && figure !== "0" ? t("result.about", { n: figure }) : figure;
  return t("result.share", { about });
}

/** Returns the interval of a share, rounded outwards. */
export function range(share: Share): string {
  const low = Math.floor(bounded(share.low));
  const high = Math.ceil(bounded(share.high));
  return low >= high ? t("result.exact", { low }) : t("result.range", { low, high });
}

/** Returns spans in reading order, inside 0 to 1, without overlaps. */
export function tidy(spans: readonly Span[]): Span[] {
  const inside = spans
    .filter((span) => Number.isFinite(span.from) && Number.isFinite(span.to))
    .map((span) => ({ from: Math.min(1, Math.max(0, span.from)), to: Math.min(1, Math.max(0, span.to)) }))
    .filter((span) => span.from < span.to)
    .sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of inside) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}

/** Returns how much of the stretch from `from` to `to` lies in tidy spans, 0 to 1. */
export function covered(spans: readonly Span[], from: number, to: number): number {
  if (to <= from) return 0;
  const inside = spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0);
  return Math.min(1, inside / (to - from));
}

/** Returns in words how much of a stretch matches. */
export function matching(share: number): string {
  if (share <= 0) return t("strip.none");
  if (share >= 1) return t("strip.all");
  return t("strip.some", { share: hundred(share) });
}

/** Returns in words where the shared text lies; empty for no spans. */
export function place(spans: readonly Span[]): string {
  const whole = tidy(spans);
  if (whole.length === 0) return "";
  if (covered(whole, 0, 1) >= 0.97) return t("strip.whole");
  const longest = [...whole].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, 4);
  longest.sort((a, b) => a.from - b.from);
  const places = longest.map((span) => {
    const [from, to] = [Math.round(span.from * 100), Math.round(span.to * 100)];
    return from === to ? t("strip.at", { at: from }) : t("strip.from-to", { from, to });
  });
  const rest = whole.length - longest.length;
  if (rest > 0) places.push(t("strip.shorter", { n: rest }));
  return t("strip.places", { places: list(places) });
}

/** Returns how sure a match is, in one sentence. */
export function howSure(found: Match): string {
  if (found.verdict === "same-file") return t("sure.file");
  if (found.verdict === "listed" || found.verdict === "possible") {
    const key = `tier.${found.records[0]?.tier ?? ""}.says`;
    return has(key) ? t(key as "tier.strong.says") : t("sure.entry");
  }
  const hits = found.hits ?? null;
  if (hits === null) return t("sure.else");
  if (hits < 5) return t("sure.few", { n: hits });
  return found.verdict === "shared-passages" ? t("sure.passages", { n: hits }) : t("sure.text", { n: hits });
}

/** Whether a figure is low although matches are everywhere, so that it would be taken for a partial copy. */
export function mayBeLowered(found: Match): boolean {
  return (
    found.verdict === "same-text" &&
    (found.manuscript_in_work?.estimate ?? 1) < 0.85 &&
    (found.coverage ?? 0) >= 0.9
  );
}

/** On which side of a day a record was added; `YYYY-MM-DD` compares as text. */
export function sideOf(added: string | null, day: string): "before" | "after" | "unknown" {
  if (added === null || !/^\d{4}-\d\d-\d\d/u.test(added)) return "unknown";
  return added.slice(0, 10) <= day ? "before" : "after";
}
