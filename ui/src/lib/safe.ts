/**
 * Makes words from documents, lists and indexes safe to show.
 *
 * Anyone may have made those. Svelte sets every value as text, so nothing in a
 * title is ever markup; what remains are characters that act instead of being
 * read: direction overrides, control characters, invisible characters.
 * The rules are those of the reports (crates/engine/src/report/safe.rs), but
 * the window shows an override as a mark that names it.
 */

/** How many characters of a title, an author or a name are shown at first. */
export const NAME_LIMIT = 160;
/** How many characters of a path or a message are shown at first. */
export const LINE_LIMIT = 400;

/** A stretch of harmless text, or a mark that replaces an active character. */
export interface Piece {
  readonly text: string;
  readonly mark: boolean;
}

/** Line ends and tabs, which become spaces. */
const SPACES = /[\t\n\v\f\r\u0085\u2028\u2029]/gu;
/** Invisible characters, which are dropped; joiners are needed and stay. */
const NOTHING = /[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Active characters: embeddings, overrides, isolates, direction marks, other controls. */
// eslint-disable-next-line no-control-regex
const ACTIVE = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/u;
/** Half of a surrogate pair. */
const HALF = /\p{Surrogate}/gu;

/** Returns the name of an active character, such as `U+202E`. */
function named(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function cleaned(text: string): string {
  return text.replace(SPACES, " ").replace(NOTHING, "").replace(HALF, "\ufffd").trim();
}

/** Returns text in pieces; an empty list for an empty text. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") found.push({ text: plain, mark: false });
    plain = "";
  };
  const clean = cleaned(text);
  if (clean === "") return [];
  if (!ACTIVE.test(clean)) return [{ text: clean, mark: false }];
  for (const character of clean) {
    if (ACTIVE.test(character)) {
      flush();
      found.push({ text: named(character), mark: true });
    } else {
      plain += character;
    }
  }
  flush();
  return found;
}

/** Text cut to a length, and whether anything was left out. */
export interface Clamped {
  readonly text: string;
  readonly cut: boolean;
}

/** Cuts text to at most `limit` characters, never in the middle of one. */
export function clamp(text: string, limit: number): Clamped {
  // A string has at least half as many characters as units.
  if (text.length <= limit) return { text, cut: false };
  const characters: string[] = [];
  for (const character of text) {
    if (characters.length === limit) return { text: `${characters.slice(0, -1).join("").trimEnd()}…`, cut: true };
    characters.push(character);
  }
  return { text, cut: false };
}

/**
 * Returns text for a place that cannot hold elements, such as a label for
 * screen readers: harmless, cut, and isolated so that its direction does not
 * affect the text around it.
 */
export function inert(text: string, limit: number = NAME_LIMIT): string {
  const shown = pieces(clamp(text, limit).text)
    .map((piece) => (piece.mark ? `[${piece.text}]` : piece.text))
    .join("");
  return `\u2068${shown}\u2069`;
}

/** Whether the text has nothing visible in it. */
export function blank(text: string | null | undefined): boolean {
  return text === null || text === undefined || cleaned(text) === "";
}
