/** Look-ups of the program that is made up: works of an author who does not exist. */

import type { Asked, Choice, IndexInfo, IndexSummary, ListedWork, Lookup, LookupRows, LookupRowsAsk, Namesake, Narrow, Record as Entry } from "../lib/wire";
import { HOSTILE, pseudo } from "./books";

const FIRST = ["Salt", "Winter", "Harbour", "Open", "Nine", "Glass", "Northern", "Late", "Small", "Hollow"] as const;
const SECOND = ["Roads", "Letters", "Wheat", "Tides", "Lanterns", "Orchards", "Weather", "Rooms", "Stations", "Maps"] as const;
const LANGUAGES = ["en", "en", "en", "de", "fr", "es"] as const;
const FORMATS = ["epub", "pdf", "mobi"] as const;
const NAMES = ["Ines Valderrama", "Ines Valderrama", "Ines Valderrama", "I. Valderrama", "Ines M. Valderrama", "Valderrama"] as const;
const FITS = ["full", "full", "full", "initial", "full", "surname"] as const;
const WITH = ["Tobias Okonjo", "Maren Holt", HOSTILE.override] as const;
const PAGE = 100;

function work(id: number): ListedWork {
  const hostile = Object.values(HOSTILE);
  const title = hostile[id - 3] ?? `${FIRST[id % 10]} ${SECOND[Math.floor(id / 10) % 10]}${id < 100 ? "" : ` ${Math.floor(id / 100) + 1}`}`;
  const person = id % NAMES.length;
  const year = 1962 + pseudo(id, 60);
  const text = id % 17 === 2;
  return {
    id,
    title,
    author: NAMES[person] ?? "",
    by: id % 29 === 7 ? "title" : "author",
    name: FITS[person] ?? "full",
    namesake: (NAMES[person] ?? "").toLowerCase().replaceAll(".", ""),
    with: id % 5 === 1 ? [WITH[id % 3] ?? ""] : [],
    languages: [LANGUAGES[id % LANGUAGES.length] ?? "en"],
    first_year: year,
    last_year: year + (id % 3 === 0 ? 12 : 0),
    formats: [FORMATS[id % 3] ?? "epub"],
    sources: text ? ["books"] : id % 2 === 0 ? ["libgen-fiction"] : ["libgen", "pilimi"],
    first_added: id % 4 === 3 ? null : `20${String(10 + (id % 12)).padStart(2, "0")}-03-02`,
    tier: "review",
    text,
    records: Array.from({ length: 1 + (id % 4) }, (_, n) => n),
  };
}

function entry(of: ListedWork, n: number): Entry {
  return {
    index: 0,
    source: of.sources[n % of.sources.length] ?? "libgen",
    id: String(100_000 + of.id * 10 + n),
    title: of.title,
    author: of.author,
    md5: of.text || of.title === "" ? null : `${String(of.id).padStart(8, "0")}f00dfeedcafe${String(n).padStart(12, "0")}`,
    isbn: n === 0 && !of.text ? ["9780306406157"] : [],
    asin: null,
    format: of.text ? null : (of.formats[0] ?? null),
    size_bytes: of.text || of.title === "" ? null : 400_000 + n * 1000,
    added: of.first_added,
    visible: of.text || of.title === "" ? null : true,
    year: of.first_year === null ? "" : String(of.first_year),
    language: of.languages[0] ?? "",
    text: of.text,
    tier: of.tier,
    reason: of.by === "number" ? "An ISBN agrees." : of.text ? "The text is in this index, by an author of this name: give Colophon the file to compare." : "The author agrees; no title was given.",
  };
}

function counted(values: readonly string[]): Choice[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, works]) => ({ value, works })).sort((a, b) => b.works - a.works);
}

function namesakes(works: readonly ListedWork[]): Namesake[] {
  const keys = [...new Set(works.map((one) => one.namesake ?? ""))];
  return keys.map((key) => {
    const own = works.filter((one) => one.namesake === key);
    const years = own.map((one) => one.first_year ?? 0);
    return {
      key,
      name: own[0]?.author ?? "",
      fit: own[0]?.name ?? "full",
      works: own.length,
      languages: counted(own.flatMap((one) => one.languages)),
      first_year: Math.min(...years),
      last_year: Math.max(...years),
      with: counted(own.flatMap((one) => one.with ?? [])),
    };
  });
}

function has(of: ListedWork, narrow: Narrow): boolean {
  const any = (wanted: readonly string[], own: readonly string[]): boolean => wanted.length === 0 || own.some((value) => wanted.includes(value));
  const year = of.first_year ?? 0;
  return (
    any(narrow.languages, of.languages) &&
    any(narrow.formats, of.formats) &&
    any(narrow.sources, of.sources) &&
    any(narrow.names, [of.namesake ?? ""]) &&
    (narrow.by === null || narrow.by === of.by) &&
    (!narrow.texts || of.text) &&
    (narrow.from_year === null || year >= narrow.from_year) &&
    (narrow.to_year === null || year <= narrow.to_year) &&
    (narrow.ids.length === 0 || narrow.ids.includes(of.id)) &&
    of.title.toLowerCase().includes(narrow.words.toLowerCase())
  );
}

function summary(info: IndexInfo): IndexSummary {
  const { file, name, sha256, created, works, records, scale, recipe, demonstration, numbers_only, sources } = info;
  return { file, name, sha256, created, works, records, scale, recipe, demonstration, numbers_only, sources };
}

/** A work of which a list of book numbers has the number, and nothing else. */
function numbered(id: number): ListedWork {
  return { id, title: "", author: "", by: "number", languages: [], first_year: null, last_year: null, formats: [], sources: ["Books3"], first_added: null, tier: "probable", text: false, records: [0] };
}

/** Whether a question is an ISBN. */
export function isNumber(question: string): boolean {
  return /^[\d-]{10,17}$/u.test(question);
}

/** The last answer, as the program keeps it. */
export class Lookups {
  #works: readonly ListedWork[] = [];
  #answer = 0;
  /** The last question: the real program sorts in a thread of its own. */
  #last: { readonly key: string; readonly works: readonly ListedWork[] } = { key: "", works: [] };

  /** Answers a question: "nothing" and a number that begins with 9791 have no answer, a number one work, a name hundreds. */
  ask(question: string, n: number, indexes: readonly IndexInfo[]): { readonly answer: number; readonly found: Lookup } {
    this.#answer += 1;
    const byNumber = isNumber(question);
    const lists = indexes.flatMap((info) => info.sources.flatMap((source) => (source.numbers_only === true ? [source.name] : [])));
    const onlyNumbers = indexes.every((info) => info.numbers_only);
    const size = question.includes("nothing") || question.replaceAll("-", "").startsWith("9791") ? 0 : byNumber ? 1 : n;
    this.#works = Array.from({ length: size }, (_, id) => (onlyNumbers ? numbered(id) : byNumber ? { ...work(id), by: "number", tier: "probable" } : work(id)));
    const works = this.#works;
    const kinds: readonly Asked["by"][] = byNumber ? ["number"] : ["author", "title"];
    const years = works.flatMap((one) => (one.first_year === null ? [] : [one.first_year]));
    return {
      answer: this.#answer,
      found: {
        indexes: indexes.map(summary),
        records: [],
        more: false,
        ...(byNumber && onlyNumbers ? { numbers_of: lists } : {}),
        ...(!byNumber && lists.length > 0 ? { not_searched: lists } : {}),
        asked: kinds.map((by) => ({ by, text: question, works: works.filter((one) => one.by === by).length })),
        works: works.slice(0, PAGE),
        names: byNumber || size === 0 ? [] : namesakes(works.filter((one) => one.by === "author")),
        choices: {
          languages: counted(works.flatMap((one) => one.languages)),
          formats: counted(works.flatMap((one) => one.formats)),
          sources: counted(works.flatMap((one) => one.sources)),
          first_year: years.length === 0 ? null : Math.min(...years),
          last_year: years.length === 0 ? null : Math.max(...years),
        },
        total_works: works.length,
        total_records: works.reduce((sum, one) => sum + one.records.length, 0),
        offset: 0,
        created: "2026-11-20T14:05:00Z",
      },
    };
  }

  /** Returns the works that are wanted, all of them. */
  wanted(ask: LookupRowsAsk): readonly ListedWork[] {
    const key = JSON.stringify([ask.answer, ask.narrow, ask.order, ask.descending]);
    if (this.#last.key !== key) this.#last = { key, works: this.#sorted(ask) };
    return this.#last.works;
  }

  #sorted({ narrow, order, descending }: LookupRowsAsk): readonly ListedWork[] {
    const of = (one: ListedWork): string | number => {
      switch (order) {
        case "title": return one.title;
        case "author": return one.author;
        case "year": return one.first_year ?? 9999;
        case "added": return one.first_added ?? "9999";
        case "records": return -one.records.length;
        default: return one.id;
      }
    };
    const works = this.#works.filter((one) => has(one, narrow));
    works.sort((a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : a.id - b.id));
    return descending ? works.reverse() : works;
  }

  rows(ask: LookupRowsAsk): LookupRows {
    const works = this.wanted(ask);
    return {
      total_works: works.length,
      total_records: works.reduce((sum, one) => sum + one.records.length, 0),
      works: works.slice(ask.offset, ask.offset + ask.limit),
    };
  }

  entries(id: number): Entry[] {
    const of = this.#works.find((one) => one.id === id);
    return of === undefined ? [] : of.records.map((n) => entry(of, n));
  }
}
