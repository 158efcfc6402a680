/**
 * Makes words harmless to show that come from documents, lists and indexes.
 *
 * Anybody may have made those. Svelte sets every value as text, so nothing in
 * a title is ever markup; what is left are signs that a reader obeys instead of
 * reads: direction overrides, control characters, signs without appearance.
 * The rules are those of the reports (crates/engine/src/report/safe.rs), but
 * the window shows an override as a mark that names it.
 */

/** How many characters of a title, an author or a name are shown at first. */
export const NAME_LIMIT = 160;
/** How many characters of a path or a message are shown at first. */
export const LINE_LIMIT = 400;

/** A stretch of harmless text, or a mark that stands for a sign with power. */
export interface Piece {
  readonly text: string;
  readonly mark: boolean;
}

/** Line ends and tabs, which become spaces. */
const SPACES = /[\t\n\v\f\r\u0085\u2028\u2029]/gu;
/** Signs without any appearance, which are dropped; joiners are needed and stay. */
const NOTHING = /[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Embeddings, overrides, isolates, single marks of direction, other controls. */
// eslint-disable-next-line no-control-regex
const POWER = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/u;
/** Half of a character that is written in two. */
const HALF = /\p{Surrogate}/gu;

/** Returns what stands for a sign with power, such as `U+202E`. */
function named(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function cleaned(text: string): string {
  return text.replace(SPACES, " ").replace(NOTHING, "").replace(HALF, "\ufffd").trim();
}

/** Returns text in pieces; none for an empty one. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") found.push({ text: plain, mark: false });
    plain = "";
  };
  const clean = cleaned(text);
  if (clean === "") return [];
  if (!POWER.test(clean)) return [{ text: clean, mark: false }];
  for (const sign of clean) {
    if (POWER.test(sign)) {
      flush();
      found.push({ text: named(sign), mark: true });
    } else {
      plain += sign;
    }
  }
  flush();
  return found;
}

/** A text cut to a length, and whether anything was left out. */
export interface Clamped {
  readonly text: string;
  readonly cut: boolean;
}

/** Cuts text to at most `limit` characters, never inside of one. */
export function clamp(text: string, limit: number): Clamped {
  // A string has at least half as many characters as units.
  if (text.length <= limit) return { text, cut: false };
  const signs: string[] = [];
  for (const sign of text) {
    if (signs.length === limit) return { text: `${signs.slice(0, -1).join("").trimEnd()}…`, cut: true };
    signs.push(sign);
  }
  return { text, cut: false };
}

/**
 * Returns text for a place that can hold no elements, such as a label for
 * screen readers: harmless, cut, and set apart so that its direction stays its
 * own.
 */
export function inert(text: string, limit: number = NAME_LIMIT): string {
  const shown = pieces(clamp(text, limit).text)
    .map((piece) => (piece.mark ? `[${piece.text}]` : piece.text))
    .join("");
  return `\u2068${shown}\u2069`;
}

/** Whether nothing of the text can be seen. */
export function blank(text: string | null | undefined): boolean {
  return text === null || text === undefined || cleaned(text) === "";
}
