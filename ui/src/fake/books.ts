/** Invented books for the window that is tried in a browser; the people do not exist. */

import { VERDICTS as BY_STRENGTH } from "../lib/i18n/report";
import type { About, Chapter, Coverage, Entry as Inside, Facet, Figures, Hundred, IndexInfo, IndexItem, IndexSummary, Language, Match, Picked, Place, Record as Entry, Row, ShareFigure, Shown, Sure, Verdict } from "../lib/wire";

export const HOSTILE = {
  markup: `<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>`,
  override: "Annual \u202Efdp.exe report\u202C of \u0007 the sea",
  long: `The Longest Title ${"that anybody ever gave to a book ".repeat(155)}`.slice(0, 5000),
  unbroken: "Donaudampfschifffahrt".repeat(40),
  arabic: "قصة مدينتين: الجزء الأول",
  blank: "\u200B\u2060 ",
} as const;

const TITLES = [
  "The Salt Road North", "A Clock for Marguerite", "Lanterns over Ebb Street", "The Cartographer’s Apology", "Winter Wheat",
  "An Inventory of Rain", "The Ferryman’s Ledger", "Small Gods of the Allotment", "Nine Letters to a Lighthouse", "The Understudy",
  "Where the Heron Waits", "A Short History of Knots", "The Glass Orchard", "Tidewrack", "The Last Tram to Ostrava",
  "Honey in the Walls", "The Bellfounder’s Daughter", "Marginalia", "Eleven Ways to Leave Town", "The Quiet Machine",
] as const;
const AUTHORS = [
  "Ines Valderrama", "Tobias Okonjo", "Maren Holt", "Philippa Drake", "Jun Aoyama", "Ruth Ellery", "Anselm Krüger", "Farida Haddad",
  "Colm Ó Briain", "Zofia Wrona",
] as const;
const CLIENTS = ["Ines Valderrama", "Tobias Okonjo", "Estate of Ruth Ellery", "Maren Holt", "Farida Haddad", "Zofia Wrona"] as const;
// The first result is one that most screens show.
const VERDICTS: readonly Verdict[] = ["same-text", ...BY_STRENGTH.filter((verdict) => verdict !== "same-text")];

/** Returns a number from 0 to `below` that is the same for the same seed. */
export function pseudo(seed: number, below: number): number {
  let x = (seed + 1) * 2654435761;
  x ^= x >>> 15;
  x = Math.imul(x, 2246822519);
  x ^= x >>> 13;
  return Math.abs(x) % below;
}

function pickOf<T>(from: readonly T[], seed: number): T {
  return from[pseudo(seed, from.length)] as T;
}

export function digest(seed: number, length: number): string {
  let text = "";
  for (let n = 0; text.length < length; n += 1) text += pseudo(seed * 31 + n, 0x10000).toString(16).padStart(4, "0");
  return text.slice(0, length);
}

const FOUND: readonly Verdict[] = ["same-file", "same-text", "within-larger-work", "contains-work", "revised-text", "listed"];

/** Returns the kept result number `id`; the first ones show every verdict and every hostile title. */
export function rowOf(id: number, run: number | null, line: number | null = null): Row {
  const seed = id;
  const verdict = id <= VERDICTS.length ? (VERDICTS[id - 1] as Verdict) : pickOf<Verdict>(["not-found", "not-found", "listed", "same-text", "not-found", "possible", "listed"], seed);
  const found = FOUND.includes(verdict);
  const hostile = Object.values(HOSTILE);
  const title = id > VERDICTS.length && id <= VERDICTS.length + hostile.length ? (hostile[id - VERDICTS.length - 1] as string) : pickOf(TITLES, seed);
  const records = found ? 1 + pseudo(seed + 3, 14) : verdict === "possible" ? 1 : 0;
  const author = id === VERDICTS.length + 1 ? HOSTILE.markup : pickOf(AUTHORS, seed + 7);
  return {
    id,
    run,
    line,
    client: run === null ? null : pickOf(CLIENTS, seed),
    name: run === null ? `${title.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase().slice(0, 200)}.epub` : "clients-autumn.csv",
    folder: "/home/ines/Manuscripts",
    title,
    author,
    isbn: run === null ? [] : [`978${String(1_000_000_000 + pseudo(seed, 899_999_999)).slice(0, 10)}`],
    numbers_of: run !== null && verdict === "not-found" && id % 7 === 0 ? ["Books3"] : [],
    by_number: false,
    verdict,
    doubt: verdict === "inconclusive" ? "unread" : null,
    found,
    work: records > 0 || found || verdict === "shared-passages" ? title : null,
    checked: new Date(Date.UTC(2026, 10, 23, 18, 30) - id * 3_600_000).toISOString(),
    share: found && verdict !== "listed" ? { estimate: 0.97, low: 0.91, high: 0.99 } : null,
    matches: found ? 1 : 0,
    records,
    first_added: records > 0 ? `20${10 + pseudo(seed, 14)}-0${1 + pseudo(seed, 9)}-1${pseudo(seed, 9)}` : null,
    warnings: verdict === "inconclusive" ? 1 : 0,
    demonstration: id === 9,
    news: id % 9 === 1 && found ? 2 : 0,
  };
}

export const INDEXES: readonly IndexSummary[] = [
  {
    file: "/home/ines/.local/share/colophon/indexes/libgen-2026-09.colophon",
    name: "Library Genesis and the Pirate Library Mirror, September 2026",
    sha256: digest(1, 64),
    created: "2026-09-14T09:12:00Z",
    works: 212_408,
    records: 7_512_330,
    scale: 1024,
    recipe: "colophon-1",
    demonstration: false,
    sources: [
      { name: "libgen", snapshot: "2026-08-30", records: 4_102_771 },
      { name: "libgen-fiction", snapshot: "2026-08-30", records: 2_818_402 },
      { name: "pilimi", snapshot: "2022-07-09", records: 591_157 },
    ],
  },
  {
    file: "/usr/share/colophon/demonstration.colophon",
    name: "Colophon demonstration",
    sha256: digest(2, 64),
    created: "2026-11-02T12:00:00Z",
    works: 4,
    records: 0,
    scale: 64,
    recipe: "colophon-1",
    demonstration: true,
  },
  {
    file: "/usr/share/colophon/books3-numbers.colophon",
    name: "Books3, book numbers",
    sha256: digest(3, 64),
    created: "2026-11-02T12:00:00Z",
    works: 0,
    records: 129_319,
    scale: 1024,
    recipe: "colophon-1",
    demonstration: false,
    numbers_only: true,
    sources: [{ name: "Books3", snapshot: null, records: 129_319, numbers_only: true }],
  },
];

const REASONS: Readonly<Record<Language, readonly [string, string]>> = {
  en: ["Title and author agree.", "The ISBN 9781000000009 is in this record, and the title agrees."],
  de: ["Titel und Autor stimmen überein.", "Die ISBN 9781000000009 steht in diesem Eintrag, und der Titel stimmt überein."],
};
const SCANNED: Readonly<Record<Language, string>> = {
  en: "these pages are pictures, without text: 1-212",
  de: "Die Seiten sind Bilder ohne Text. Betroffen: 1-212.",
};

function recordOf(row: Row, n: number, language: Language): Entry {
  const seed = row.id * 100 + n;
  const sources = ["libgen-fiction", "libgen", "pilimi"] as const;
  const hostile = row.id === VERDICTS.length + 1;
  return {
    index: 0,
    source: pickOf(sources, seed),
    id: String(100_000 + pseudo(seed, 2_000_000)),
    title: row.title ?? "",
    author: row.author ?? "",
    md5: digest(seed, 32),
    isbn: n % 3 === 0 ? [] : [`978${String(1_000_000_000 + pseudo(seed, 899_999_999)).slice(0, 10)}`],
    asin: n % 5 === 4 ? "B00ABCDEFG" : null,
    format: pickOf(["epub", "pdf", "mobi", "azw3"], seed),
    size_bytes: 240_000 + pseudo(seed, 4_000_000),
    added: n % 7 === 6 ? null : `20${12 + pseudo(seed, 13)}-0${1 + pseudo(seed + 1, 9)}-1${pseudo(seed, 9)}`,
    visible: n % 6 !== 5,
    ...(n % 6 === 5 ? { hidden: "dup" } : {}),
    snapshot: "2026-08-30",
    ...(n % 2 === 0 ? { sha1: digest(seed + 9, 40) } : {}),
    year: String(1998 + pseudo(seed, 27)),
    ...(n % 4 === 0 ? { edition: "2nd" } : {}),
    imprint: hostile ? HOSTILE.override : "Harrow & Pike",
    tier: row.verdict === "possible" ? "review" : row.verdict === "same-file" ? "identical-file" : n % 3 === 0 ? "strong" : "confirmed",
    reason: hostile ? HOSTILE.markup : REASONS[language][n % 2 === 0 ? 0 : 1],
  };
}

const SPANS: Readonly<Partial<Record<Verdict, readonly { from: number; to: number }[]>>> = {
  "same-file": [{ from: 0, to: 1 }],
  "same-text": [{ from: 0.004, to: 0.31 }, { from: 0.318, to: 0.77 }, { from: 0.784, to: 1 }],
  "within-larger-work": [{ from: 0, to: 0.98 }],
  "contains-work": [{ from: 0.42, to: 0.613 }],
  "revised-text": [{ from: 0.02, to: 0.08 }, { from: 0.11, to: 0.3 }, { from: 0.46, to: 0.52 }, { from: 0.6, to: 0.62 }, { from: 0.71, to: 0.9 }],
  "shared-passages": [{ from: 0.21, to: 0.212 }, { from: 0.64, to: 0.643 }],
};

function matchOf(row: Row, place: number, language: Language): Match {
  const spans = [...(SPANS[row.verdict] ?? [])];
  const text = spans.length > 0;
  const shares: Readonly<Partial<Record<Verdict, readonly [number, number]>>> = {
    "same-file": [1, 1],
    "same-text": [0.97, 0.96],
    "within-larger-work": [0.95, 0.12],
    "contains-work": [0.19, 0.94],
    "revised-text": [0.52, 0.61],
    "shared-passages": [0.004, 0.002],
  };
  const [forward, backward] = shares[row.verdict] ?? [0, 0];
  const around = (estimate: number): { estimate: number; low: number; high: number } => ({ estimate, low: Math.max(0, estimate - 0.05), high: Math.min(1, estimate + 0.03) });
  return {
    index: 0,
    work: { id: `w${row.id}`, title: place === 0 ? (row.title ?? "") : pickOf(TITLES, row.id + place), author: row.author ?? "" },
    ...(place === 1 ? { edition_of: 0 } : {}),
    verdict: place === 0 ? row.verdict : place === 1 ? "revised-text" : "shared-passages",
    ...(text
      ? { manuscript_in_work: around(forward), work_in_manuscript: around(backward), coverage: Math.min(1, forward + 0.02), hits: row.verdict === "shared-passages" ? 3 : 214, spans }
      : {}),
    records: Array.from({ length: place === 0 ? row.records : 0 }, (_, n) => recordOf(row, n, language)),
  };
}

function nearly(share: number): Hundred {
  const n = Math.round(share * 100);
  if (share > 0 && n < 1) return { kind: "hardly" };
  return share < 1 && n > 99 ? { kind: "all-but" } : { kind: "near", n };
}

/** Returns what the program would make of the figures of a match, for the matches invented here. */
function figuresOf({ manuscript_in_work, work_in_manuscript, coverage, hits, spans = [], records, verdict }: Match): Figures {
  const figure = (share: Match["manuscript_in_work"]): ShareFigure | null =>
    share == null ? null : { about: nearly(share.estimate), low: Math.floor(share.low * 100), high: Math.ceil(share.high * 100) };
  const parts = spans.slice(0, 4).map(({ from, to }) => ({ from: Math.round(from * 100), to: Math.round(to * 100) }));
  const shared = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  const place: Place = spans.length === 0 ? { kind: "nowhere" } : shared >= 0.97 ? { kind: "whole" } : { kind: "parts", parts, n_shorter: Math.max(0, spans.length - 4) };
  const tier = records[0]?.tier;
  const sure: Sure =
    verdict === "same-file" ? { kind: "file" } : hits != null ? { kind: hits < 5 ? "few" : "text", n: hits } : tier === undefined ? { kind: "entry" } : { kind: "tier", tier };
  return {
    manuscript_in_work: figure(manuscript_in_work),
    work_in_manuscript: figure(work_in_manuscript),
    coverage: coverage == null ? null : nearly(coverage),
    is_lowered: false,
    sure,
    place,
    spans,
  };
}

/** Returns everything about a kept result, with its sentences in a language. */
export function shownOf(row: Row, language: Language): Shown {
  const matches = Array.from({ length: placesOf(row) }, (_, place) => matchOf(row, place, language));
  return { ...detailOf(row, matches, language), figures: matches.map(figuresOf) };
}

function placesOf(row: Row): number {
  const empty = row.verdict === "not-found" || row.verdict === "inconclusive";
  return empty ? 0 : row.id === 1 ? 3 : 1;
}

const GUESS: Readonly<Record<Language, string>> = {
  en: "The document does not give both a title and an author. Colophon’s guess, from the title page: “The Salt Road North” by Ines Valderrama. What is found by a guess is only for you to look at.",
  de: "Das Dokument nennt nicht beides, Titel und Autor. Colophon vermutet nach der Titelseite: „The Salt Road North“ von Ines Valderrama. Was sich nach einer Vermutung findet, ist nur ein Hinweis für Sie.",
};

/** Returns what is special about a document that does not say what it is. */
function namelessOf(row: Row, language: Language): Partial<Shown["report"]["results"][number]> {
  if (row.doubt !== "unnamed") return {};
  return {
    guessed: { title: "The Salt Road North", author: "Ines Valderrama", isbn: [], from: ["title-page"] },
    text: { letters: 412_300, words: 81_204, language: "en", hashes: 403 },
    warnings: [{ code: "guessed", message: GUESS[language] }],
  };
}

function detailOf(row: Row, matches: Match[], language: Language): Omit<Shown, "figures"> {
  return {
    row,
    present: row.run === null && row.id !== 6,
    news:
      row.news > 0
        ? {
            since: "2026-03-02T10:00:00Z",
            indexes: ["Library Genesis, February 2026"],
            verdict: "not-found",
            works: [{ id: "w1", title: row.title ?? "", author: row.author ?? "" }],
            records: [recordOf(row, 1, language)],
            gone_works: 0,
            gone_records: 1,
          }
        : null,
    report: {
      report_version: 1,
      tool: { name: "colophon", version: "0.1.0" },
      created: row.checked,
      indexes: row.demonstration ? [INDEXES[1] as IndexSummary] : [INDEXES[0] as IndexSummary],
      results: [
        {
          path: `${row.folder}/${row.name}`,
          ...(row.line === null ? {} : { row: row.line }),
          client: row.client,
          title: row.title,
          author: row.author,
          isbn: row.isbn,
          digests: { md5: digest(row.id, 32), sha1: digest(row.id + 1, 40), sha256: digest(row.id + 2, 64), text_sha256: digest(row.id + 3, 64) },
          text: row.verdict === "inconclusive" ? { letters: 0, words: 0, language: null, hashes: 0 } : { letters: 412_300, words: 81_204, language: "en", hashes: 403 },
          verdict: row.verdict,
          matches,
          warnings: row.verdict === "inconclusive" ? [{ code: "no-text-layer", message: SCANNED[language] }] : [],
          ...namelessOf(row, language),
        },
      ],
      skipped: [],
    },
  };
}

/** Returns the chapters of a manuscript. */
export function chaptersOf(row: Row): Chapter[] {
  const count = 6 + pseudo(row.id, 18);
  const names = ["The Harbour", "What the Ice Kept", "A Visitor", "The Ledger", "Half-Light", "Bread and Salt", HOSTILE.markup];
  return Array.from({ length: count }, (_, n) => ({
    title: n === 4 ? null : `${n + 1}. ${names[n % (row.id > 10 ? 7 : 6)] ?? ""}`,
    from: n / count,
    to: (n + 1) / count,
  }));
}

export function pickedOf(path: string, kind: Picked["kind"] = "document", size_bytes = 412_000): Picked {
  const at = path.lastIndexOf("/");
  return { path, name: path.slice(at + 1), folder: path.slice(0, at), kind, size_bytes: kind === "folder" ? 0 : size_bytes };
}

function aboutOf(index: IndexSummary): About {
  if (index.demonstration) return { description: "", publisher: "", contact: "", licence: "" };
  if (index.numbers_only === true)
    return { description: "ISBNs that a pattern found in the texts of Books3. The list has no titles.", publisher: "The Colophon project", contact: "", licence: "CC0 1.0" };
  return {
    description: `Entries of three public dumps, and fingerprints of the books that our members own. ${HOSTILE.override}`,
    publisher: "Association of Invented Writers",
    contact: `index@example.org ${HOSTILE.markup}`,
    licence: "CC BY 4.0",
  };
}

/** Returns what an index covers. */
export function coverageOf({ works, records, numbers_only }: IndexInfo): Coverage {
  const none: Facet = { values: [], others: 0, unknown: records };
  const share = (part: number): number => Math.floor(records * part);
  const work_languages: Facet = {
    values: works > 0 ? [{ value: "en", n: Math.ceil(works * 0.7) }, { value: "de", n: Math.floor(works * 0.2) }] : [],
    others: 0,
    unknown: Math.floor(works * 0.1),
  };
  if (numbers_only) {
    const given = ["title", "author", "number", "digest", "added"].map((value) => ({ value, n: value === "number" ? records : 0 }));
    return { given, languages: none, decades: none, formats: none, work_languages };
  }
  return {
    given: [
      { value: "title", n: records },
      { value: "author", n: share(0.93) },
      { value: "number", n: share(0.61) },
      { value: "digest", n: records },
      { value: "added", n: share(0.99) },
    ],
    languages: {
      values: [
        { value: "en", n: share(0.52) },
        { value: "ru", n: share(0.21) },
        { value: "de", n: share(0.07) },
        { value: HOSTILE.markup, n: share(0.01) },
      ],
      others: share(0.09),
      unknown: share(0.1),
    },
    decades: { values: ["0", "1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"].map((value, n) => ({ value, n: share(0.01 * (n + 1)) })), others: 0, unknown: share(0.5) },
    formats: { values: ["epub", "pdf", "mobi"].map((value, n) => ({ value, n: share([0.6, 0.3, 0.05][n] ?? 0) })), others: share(0.05), unknown: 0 },
    work_languages,
  };
}

/** Returns a work or an entry of an index. */
export function entryOf(info: IndexInfo, n: number, works: boolean): Inside {
  const hostile = Object.values(HOSTILE);
  const title = info.numbers_only ? "" : n < hostile.length ? (hostile[n] as string) : pickOf(TITLES, n);
  return {
    id: String(100_000 + n),
    title,
    author: info.numbers_only ? "" : pickOf(AUTHORS, n + 7),
    source: works ? null : (info.sources[n % Math.max(1, info.sources.length)]?.name ?? null),
    year: works || info.numbers_only ? "" : String(1950 + pseudo(n, 70)),
    language: works || !info.numbers_only ? pickOf(["en", "ru", "de"], n) : "",
    format: works || info.numbers_only ? "" : "epub",
    isbn: works ? [] : [`978${String(1_000_000_000 + pseudo(n, 899_999_999)).slice(0, 10)}`],
    added: works || info.numbers_only ? null : "2019-03-02",
    letters: works ? 1_200 + pseudo(n, 400_000) : 0,
    short: works && n % 5 === 3,
  };
}

export function itemOf(index: IndexSummary, own: boolean): IndexItem {
  return {
    file: index.file,
    name: index.file.slice(index.file.lastIndexOf("/") + 1),
    own,
    source: null,
    searched: !index.demonstration,
    info: {
      file: index.file,
      name: index.name,
      created: index.created,
      sha256: index.sha256,
      format_version: 2,
      recipe: index.recipe,
      scale: index.scale,
      needed_words: Math.ceil((10 * index.scale) / 450) * 100,
      works: index.works,
      records: index.records,
      postings: index.works * 120,
      size_bytes: index.records * 110 + index.works * 400 + 90_000,
      demonstration: index.demonstration,
      numbers_only: index.numbers_only ?? false,
      about: aboutOf(index),
      sources: index.sources ?? [],
    },
    problem: null,
  };
}
