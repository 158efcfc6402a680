/** Invented sources of indexes, for the window that is tried in a browser; the hosts do not exist. */

import type { Code, Failure, Fetch, Got, IndexItem, JobPhase, SourceAsk, SourceInfo, UpdateAsk } from "../lib/wire";
import { HOSTILE, INDEXES, digest, itemOf } from "./books";

type Tell = (message: unknown) => void;

/** What the program lends: jobs, failures, and the list of indexes. */
export interface Desk {
  readonly job: (tell: Tell, phases: readonly JobPhase[], end: (cancelled: boolean, share: number) => unknown, extent: Extent) => number;
  readonly failure: (code: Code, message: string) => Failure;
  readonly indexes: { list: IndexItem[] };
  readonly canFetch: () => boolean;
}

/** How much a job has to do, and how. */
export interface Extent {
  readonly total: number;
  /** What it ends with in the middle. */
  readonly breaks?: Failure | null;
}

const SIZE = 3_152_000_000;
const DETAILS: Partial<Record<Code, string>> = {
  "server-refused": "authors.example.org asks to wait until 14:30",
  "fingerprint-differs": "the link names the fingerprint K7QM-2ZXA-…, and authors.example.org has 3FVB-9PLW-…",
  unreachable: "authors.example.org: no route to host",
};

/** Returns a fingerprint, eight groups of four. */
function fingerprintOf(seed: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const text = [...digest(seed, 64)].map((hex, n) => letters[(parseInt(hex, 16) * 2 + n) % 32] ?? "A").join("");
  return (text.slice(0, 32).match(/.{4}/gu) ?? []).join("-");
}

const SOURCES: readonly SourceInfo[] = [
  {
    id: digest(901, 32),
    name: "Authors’ index",
    contact: "index@authors.example.org",
    fingerprint: fingerprintOf(901),
    urls: ["https://authors.example.org/index/"],
    folder: null,
    set: 3,
    file: "/home/ines/.local/share/colophon/indexes/authors/3",
    size_bytes: SIZE,
    published: "2026-11-23T06:00:00Z",
    expires: "2026-12-14T06:00:00Z",
    expired: false,
    checked: "2026-11-24T09:30:00Z",
  },
  {
    id: digest(902, 32),
    name: "Estates, 1890 to 1955",
    contact: "",
    fingerprint: fingerprintOf(902),
    urls: [],
    folder: "/media/ines/ESTATES",
    set: 1,
    file: "/home/ines/.local/share/colophon/indexes/estates/1",
    size_bytes: 48_000_000,
    published: "2025-01-10T12:00:00Z",
    expires: "2025-10-16T12:00:00Z",
    expired: true,
    checked: "2025-02-01T10:00:00Z",
  },
  {
    id: digest(903, 32),
    name: "Translators’ index",
    contact: "post@translators.example.org",
    fingerprint: fingerprintOf(903),
    urls: ["https://translators.example.org/colophon/", "https://mirror.example.net/translators/"],
    folder: null,
    set: null,
    file: null,
    size_bytes: 0,
    published: "2026-11-20T06:00:00Z",
    expires: "2026-12-11T06:00:00Z",
    expired: false,
    checked: null,
  },
];

const FETCHES: readonly Fetch[] = [
  { at: "2026-11-24T09:30:11Z", id: digest(901, 32), host: "authors.example.org", requests: 2, received: 3_180 },
  { at: "2026-11-23T18:04:52Z", id: digest(901, 32), host: "authors.example.org", requests: 191, received: SIZE + 41_000 },
  { at: "2026-11-23T18:02:07Z", id: digest(903, 32), host: "translators.example.org", requests: 44, received: 702_100_000 },
  { at: "2026-11-23T18:01:40Z", id: null, host: `mirror.example.net${HOSTILE.markup}`, requests: 1, received: 1_204 },
];

export class Supply {
  /** What the next look, check or download fails with; a download fails in the middle. */
  fails: Code | null = null;
  /** How many results an update affects. */
  affects = 2;
  sources: SourceInfo[] = [];
  fetches: Fetch[] = [];
  #desk: Desk;
  #arrived = new Map<string, number>();

  constructor(desk: Desk, filled: boolean) {
    this.#desk = desk;
    if (!filled) return;
    this.sources = [...SOURCES];
    this.fetches = [...FETCHES];
    this.#arrived.set(SOURCES[2]?.id ?? "", 0.25);
    desk.indexes.list = [...SOURCES.filter(({ set }) => set !== null).map((source) => this.#item(source)), ...desk.indexes.list];
  }

  look({ source }: SourceAsk, tell: Tell): number {
    return this.#ask(tell, () => this.#offer(source));
  }

  get({ source, confirmed, accept_expired }: SourceAsk, tell: Tell): number {
    const got = this.#offer(source);
    if (!("id" in got)) return this.#ask(tell, () => got);
    if (got.unconfirmed && confirmed !== got.fingerprint) return this.#ask(tell, () => this.#fail("fingerprint-unknown"));
    if (got.warnings.length > 0 && !accept_expired) return this.#ask(tell, () => this.#fail("index-expired"));
    return this.#bring({ ...got, unconfirmed: false }, tell);
  }

  update({ id, check, accept_expired }: UpdateAsk, tell: Tell): number {
    const source = this.sources.find((one) => one.id === id);
    if (source === undefined) return this.#ask(tell, () => this.#fail("source-unknown"));
    const got = this.#newer(source);
    if (check || got.outcome === "nothing") return this.#ask(tell, () => got);
    if (got.warnings.length > 0 && !accept_expired) return this.#ask(tell, () => this.#fail("index-expired"));
    return this.#bring(got, tell);
  }

  forget(id: string): null {
    this.sources = this.sources.filter((one) => one.id !== id);
    this.#desk.indexes.list = this.#desk.indexes.list.filter((item) => item.source !== id);
    this.#arrived.delete(id);
    return null;
  }

  #fail(code: Code): Failure {
    return this.#desk.failure(code, DETAILS[code] ?? "");
  }

  #taken(): Failure | null {
    const code = this.fails;
    this.fails = null;
    return code === null ? null : this.#fail(code);
  }

  #ask(tell: Tell, answer: () => Got | Failure): number {
    return this.#desk.job(tell, ["asking"], (cancelled) => (cancelled ? null : (this.#taken() ?? answer())), { total: 0 });
  }

  #bring(got: Got, tell: Tell): number {
    const from = this.#arrived.get(got.id) ?? 0;
    if (got.added && !this.sources.some((one) => one.id === got.id)) this.sources = [...this.sources, this.#source(got, null)];
    return this.#desk.job(
      tell,
      ["fetching", "verifying"],
      (cancelled, share) => {
        if (cancelled) {
          this.#arrived.set(got.id, from + (1 - from) * Math.min(1, share * 2));
          return null;
        }
        this.#arrived.delete(got.id);
        const source = this.#source(got, got.set);
        this.sources = [...this.sources.filter((one) => one.id !== got.id), source];
        this.#desk.indexes.list = [this.#item(source), ...this.#desk.indexes.list.filter((item) => item.source !== got.id)];
        this.#log(got);
        return { ...got, outcome: "installed", received: got.bytes, file: source.file, affected: got.added ? null : this.affects } satisfies Got;
      },
      // What is there already is not counted.
      { total: Math.round(got.bytes * (1 - from)), breaks: this.#taken() },
    );
  }

  #log(got: Got): void {
    for (const host of got.hosts) this.fetches = [{ at: new Date().toISOString(), id: got.id, host, requests: 191, received: got.bytes }, ...this.fetches];
  }

  #source(got: Got, set: number | null): SourceInfo {
    const isFolder = got.hosts.length === 0;
    return {
      id: got.id,
      name: got.name,
      contact: got.contact,
      fingerprint: got.fingerprint,
      urls: isFolder ? [] : got.urls,
      folder: isFolder ? "/media/ines/STICK" : null,
      set,
      file: set === null ? null : `/home/ines/.local/share/colophon/indexes/${got.id}/${set}`,
      size_bytes: set === null ? 0 : got.bytes,
      published: got.published,
      expires: got.expires,
      expired: got.warnings.length > 0,
      checked: new Date().toISOString(),
    };
  }

  #item(source: SourceInfo): IndexItem {
    const like = INDEXES[0] as (typeof INDEXES)[number];
    const item = itemOf({ ...like, file: source.file ?? "", name: source.name, sha256: digest(parseInt(source.id.slice(0, 6), 16), 64), works: 12_345, records: 40_112, sources: [] }, false);
    return { ...item, source: source.id };
  }

  /** What an address, a file or a folder offers, by words in its name. */
  #offer(named: string): Got | Failure {
    const isPath = !named.includes("://");
    const isFolder = isPath && !named.endsWith(".colophon-source");
    if (isFolder ? !named.startsWith("/media/") : isPath ? named.includes("broken") : !named.startsWith("http")) return { ...this.#fail("not-a-source"), path: isPath ? named : null };
    if (!isFolder && !this.#desk.canFetch()) return this.#fail("fetcher-missing");
    const is = (word: string): boolean => named.includes(word);
    const seed = [...named.replace(/#.*$/u, "")].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
    const host = is("hostile") ? `authors.example.org${HOSTILE.markup}` : isPath ? "authors.example.org" : (named.split("/")[2] ?? "");
    const isHere = this.sources.some((one) => one.id === digest(seed, 32) && one.set !== null);
    return {
      outcome: isHere ? "nothing" : "planned",
      id: digest(seed, 32),
      name: is("hostile") ? `${HOSTILE.override} ${HOSTILE.markup} ${HOSTILE.unbroken}` : "Authors’ index",
      description: is("hostile") ? HOSTILE.long : "Works of our members, and the entries of three public catalogues. Renewed every week.",
      contact: is("hostile") ? HOSTILE.markup + HOSTILE.override : "Association of Invented Writers, index@authors.example.org",
      licence: is("hostile") ? HOSTILE.unbroken : "CC BY 4.0",
      fingerprint: fingerprintOf(seed),
      unconfirmed: !isPath && !is("#"),
      added: !isHere,
      urls: isFolder ? [] : [isPath ? "https://authors.example.org/index/" : named.replace(/#.*$/u, "")],
      set: 3,
      published: is("expired") ? "2026-01-12T06:00:00Z" : "2026-11-23T06:00:00Z",
      expires: is("expired") ? "2026-02-02T06:00:00Z" : "2026-12-14T06:00:00Z",
      works: 12_345,
      records: 40_112,
      new_works: 12_345,
      new_records: 40_112,
      gone: 0,
      affected: null,
      bytes: SIZE,
      received: 0,
      needs: SIZE + (64 << 20),
      free: is("large") ? 1_204_000_000 : 118_400_000_000,
      hosts: isFolder ? [] : [host],
      file: null,
      warnings: is("expired") ? [{ code: "index-expired", message: "the publisher’s last word is of 2026-01-12" }] : [],
    };
  }

  /** What a source that was added has that is newer. */
  #newer(source: SourceInfo): Got {
    const isFolder = source.urls.length === 0;
    const isFirst = source.set === null;
    const isCurrent = !isFirst && (source.expired || (source.set ?? 0) >= 4);
    return {
      outcome: isCurrent ? "nothing" : "planned",
      id: source.id,
      name: source.name,
      description: "",
      contact: source.contact,
      licence: "",
      fingerprint: source.fingerprint,
      unconfirmed: false,
      added: isFirst,
      urls: source.urls,
      set: isFirst ? 3 : 4,
      published: "2026-11-30T06:00:00Z",
      expires: source.expired ? (source.expires ?? "") : "2026-12-21T06:00:00Z",
      works: 12_357,
      records: 40_112,
      new_works: isCurrent ? 0 : 14,
      new_records: 0,
      gone: isCurrent ? 0 : 2,
      affected: null,
      bytes: isFirst ? 2_808_400_000 : 3_200_000,
      received: 0,
      needs: 70_300_000,
      free: 118_400_000_000,
      hosts: isFolder ? [] : source.urls.map((url) => url.split("/")[2] ?? ""),
      file: source.file,
      warnings: source.expired ? [{ code: "index-expired", message: "nothing newer is offered" }] : [],
    };
  }
}
