/**
 * What the program's figures are called: shares out of a hundred, places, how
 * sure it is.
 *
 * The figures come from the program (crates/report/src/figures.rs), so that
 * window and report never say different things about one. Nothing here computes
 * a verdict.
 */

import { list, t } from "./i18n/index.svelte";
import type { Hundred, Place, ShareFigure, Span, Sure } from "./wire";

/** Returns a count out of 100 in words. */
export function hundred(share: Hundred): string {
  switch (share.kind) {
    case "hardly":
      return t("share.hardly");
    case "all-but":
      return t("share.all-but");
    case "near":
      return String(share.n);
  }
}

/** Returns a share as "about 97 of 100". */
export function outOf({ about: share }: ShareFigure): string {
  const about = share.kind === "near" && share.n > 0 ? t("share.about", { n: share.n }) : hundred(share);
  return t("result.share", { about });
}

/** Returns the interval of a share. */
export function range({ low, high }: ShareFigure): string {
  return low >= high ? t("share.exact", { low }) : t("share.range", { low, high });
}

/** Returns in words where the shared text is; empty where that is not known. */
export function place(where: Place): string {
  switch (where.kind) {
    case "nowhere":
      return "";
    case "whole":
      return t("strip.whole");
    case "parts": {
      const places = where.parts.map(({ from, to }) => (from === to ? t("strip.at", { at: from }) : t("strip.from-to", { from, to })));
      if (where.n_shorter > 0) places.push(t("strip.shorter", { n: where.n_shorter }));
      return t("strip.places", { places: list(places) });
    }
  }
}

/** Returns how sure a match is, in one sentence. */
export function howSure(sure: Sure): string {
  switch (sure.kind) {
    case "file":
      return t("sure.file");
    case "tier":
      return t(`tier.${sure.tier}.says`);
    case "entry":
      return t("sure.entry");
    case "few":
      return t("sure.few", { n: sure.n });
    case "passages":
      return t("sure.passages", { n: sure.n });
    case "text":
      return t("sure.text", { n: sure.n });
    case "else":
      return t("sure.else");
  }
}

/** Returns how much of the stretch from `from` to `to` is in spans that do not overlap, 0 to 1. */
export function covered(spans: readonly Span[], from: number, to: number): number {
  if (to <= from) return 0;
  const inside = spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0);
  return Math.min(1, inside / (to - from));
}

/** Returns in words how much of a chapter matches. */
export function matching(share: number): string {
  if (share <= 0) return t("strip.none");
  if (share >= 1) return t("strip.all");
  const n = Math.round(share * 100);
  return t("strip.some", { share: n < 1 ? t("share.hardly") : n > 99 ? t("share.all-but") : String(n) });
}
