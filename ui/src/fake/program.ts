/**
 * A program behind the window that is made up: it answers every command with
 * invented books, at a pace that can be watched. It is built into fake.html
 * only, and no window that is shipped knows of it.
 */

import { reportDe, reportEn } from "../lib/i18n/report";
import type { Attempt, Code, Commands, Entry, Failure, IndexInfo, IndexItem, JobPhase, PathsEvent, Picked, Process, Query, Row, Run, Settings } from "../lib/wire";
import { HOSTILE, INDEXES, chaptersOf, coverageOf, entryOf, itemOf, pickedOf, pseudo, rowOf, shownOf } from "./books";
import { Lookups, isNumber } from "./lookup";
import { type Extent, Supply } from "./supply";

type Ask<C extends keyof Commands> = Commands[C][0];
type Tell = (message: unknown) => void;

/** How the program is to be, from the page's address. */
export interface Scene {
  readonly language: string;
  readonly theme: Settings["theme"];
  readonly tour: boolean;
  /** No results, no runs, only the indexes that come with the program. */
  readonly empty: boolean;
  /** How many results are kept. */
  readonly results: number;
  /** How many titles the run has. */
  readonly titles: number;
  /** How many works a look-up finds. */
  readonly works: number;
  /** Milliseconds for a document of the queue. */
  readonly pace: number;
  /** Whether the proof fails. */
  readonly leaky: boolean;
  /** Whether sources of indexes were added. */
  readonly sources: boolean;
  /** Why nothing can be downloaded, if it is so. */
  readonly nofetch: "off" | "missing" | null;
}

const NETWORK = ["internet", "internet6", "datagram", "raw-socket", "packet", "virtual-machine", "netlink", "other-numbering", "connect", "io-uring"] as const;
const TRIED: Readonly<Record<Process, readonly Attempt[]>> = {
  app: [...NETWORK, "core-file", "broker-trace", "broker-descriptors", "broker-memory"],
  worker: [...NETWORK, "local-socket", "open", "exec", "descriptors"],
  fetcher: ["fetch-home", "fetch-manuscript", "fetch-exec", "fetch-port", "fetch-write", "fetch-raw", "fetch-bus"],
};

const SAMPLES: readonly Picked[] = [pickedOf("/usr/share/colophon/samples/the-weighbridge-at-cold-drove.epub")];

function failure(code: Code, message: string): Failure {
  const hint = { en: reportEn[`failure.${code}.hint`], de: reportDe[`failure.${code}.hint`] };
  return { code, message: { en: message, de: reportDe[`failure.${code}`] }, hint, path: null };
}

export class Program {
  readonly calls: { readonly command: string; readonly ask: unknown }[] = [];
  /** Whether time has stopped: jobs get no further, and dialogs for choosing files stay open. */
  held = false;
  /** What the next dialogs answer. */
  documents: Picked[] = ["The Salt Road North.epub", "draft-7.docx", "scan-1987.pdf", "notes.txt", "locked.epub"].map((name) =>
    pickedOf(`/home/ines/Manuscripts/${name}`),
  );
  #scene: Scene;
  #settings: Settings;
  #rows: Row[];
  #runRows = new Map<number, Row[]>();
  #runs: Run[] = [];
  readonly supply: Supply;
  readonly #shelf: { list: IndexItem[] };
  #jobs = new Map<number, (item: number | null) => void>();
  #nextJob = 1;
  #lookups = new Lookups();
  #looking: number | null = null;
  #nextId: number;
  /** What was forgotten and can come back, as it was before. */
  #hidden: { readonly rows: Row[]; readonly runRows: Map<number, Row[]>; readonly runs: Run[] } | null = null;
  #resumed = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#settings = { theme: scene.theme, language: null, tour_seen: !scene.tour, from: "", note: "", fetcher: scene.nofetch !== "off", zoom: 100 };
    this.#rows = Array.from({ length: scene.empty ? 0 : scene.results }, (_, n) => rowOf(n + 1, null));
    this.#nextId = 1_000_000;
    const shipped = [2, 1].map((n) => itemOf(INDEXES[n] as (typeof INDEXES)[number], false));
    this.#shelf = { list: scene.empty ? shipped : [itemOf(INDEXES[0] as (typeof INDEXES)[number], true), ...shipped] };
    this.supply = new Supply({ job: (...asked) => this.#job(...asked), failure, indexes: this.#shelf, canFetch: () => scene.nofetch === null }, scene.sources);
    if (!scene.empty) this.#addRun("clients-autumn.csv", scene.titles);
  }

  /** Answers a command; what a channel is told goes to `tell`. */
  async answer(command: string, ask: unknown, tell: Tell): Promise<unknown> {
    this.calls.push({ command, ask });
    await Promise.resolve();
    const answer = (this.#commands as Readonly<Record<string, (ask: never, tell: Tell) => unknown>>)[command];
    if (answer === undefined) throw failure("internal", `no command ${command}`);
    return answer(ask as never, tell);
  }

  readonly #commands: { [C in keyof Commands]: (ask: Ask<C>, tell: Tell) => Commands[C][1] | Promise<Commands[C][1]> } = {
    app_state: () => ({
      version: "0.1.0",
      language: this.#scene.language,
      settings: this.#settings,
      opened: [],
      indexes: this.#shelf.list,
      samples: [...SAMPLES],
      library_problem: null,
      set_aside: null,
      can_fetch: this.#scene.nofetch === null,
    }),
    page_print: () => null,
    settings_set: (settings) => (this.#settings = settings),
    prove: () => ({
      holds: !this.#scene.leaky,
      attempts: (["app", "worker", ...(this.#scene.nofetch === null ? (["fetcher"] as const) : [])] as const satisfies readonly Process[]).flatMap((process) =>
        TRIED[process].map((attempt) => {
          const got = this.#scene.leaky && process === "app" && attempt === "internet";
          return { process, attempt, refused: !got, answer: got ? "opened" : "Permission denied (EACCES)" };
        }),
      ),
    }),

    pick_documents: () => this.#ponder(this.documents),
    pick_folder: ({ purpose }) => [purpose === "sources" ? pickedOf("/media/ines/STICK/authors-index", "folder") : pickedOf("/home/ines/Backlist", "folder")],
    pick_list: () => [pickedOf("/home/ines/Agency/clients-winter.csv", "list", 188_000)],
    pick_indexes: () => [pickedOf("/home/ines/Downloads/books3.colophon", "index", 41_000_000)],
    pick_source: () => [pickedOf("/home/ines/Downloads/authors.colophon-source", "source", 4_100)],
    pick_dump: () => [pickedOf("/home/ines/Downloads/libgen_2026-09.sql.gz", "other", 3_100_000_000)],
    pick_save: ({ name }) => `/home/ines/Documents/${name}`,

    check_start: ({ paths, as_one }, tell) => this.#check(paths, as_one, tell),
    result_name: ({ id, title, author }) => this.#name(id, title, author),
    job_cancel: ({ job, item }) => {
      this.#jobs.get(job)?.(item);
      return null;
    },

    results_list: (query) => this.#list(query),
    result_get: ({ id, language }) => shownOf(this.#find(id), language),
    result_chapters: ({ id }) => chaptersOf(this.#find(id)),
    result_excerpt: ({ id, span_index }) => ({
      chapter: id === 11 ? HOSTILE.markup : "3. A Visitor",
      before: "and nobody on the quay had seen the boat come in, which was strange, for",
      text: `${id === 11 ? HOSTILE.override : ""} she came in at noon with every sail set and her name painted over. Passage ${span_index + 1} was about the harbour master, who wrote it down in the ledger under Other.`,
      cut: span_index === 0,
      after: "The tide did the rest of the talking that year.",
    }),
    results_forget: ({ ids }) => {
      this.#hidden = { rows: this.#rows, runRows: new Map(this.#runRows), runs: this.#runs };
      const gone = new Set(ids);
      const before = this.#rows.length + [...this.#runRows.values()].reduce((sum, rows) => sum + rows.length, 0);
      this.#rows = this.#rows.filter((row) => !gone.has(row.id));
      for (const [run, rows] of this.#runRows) this.#runRows.set(run, rows.filter((row) => !gone.has(row.id)));
      return before - (this.#rows.length + [...this.#runRows.values()].reduce((sum, rows) => sum + rows.length, 0));
    },
    forget_undo: () => {
      const hidden = this.#hidden;
      this.#hidden = null;
      if (hidden === null) return false;
      [this.#rows, this.#runRows, this.#runs] = [hidden.rows, hidden.runRows, hidden.runs];
      return true;
    },
    forget_settle: () => (this.#hidden = null),
    saved_open: () => true,
    saved_show: () => !this.#scene.leaky,
    report_save: ({ to }) => ({ path: to, shown: to, files: 1 }),

    lookup_start: ({ question }, tell) => this.#look(question, tell),
    lookup_rows: (ask) => this.#lookups.rows(ask),
    lookup_ids: (ask) => this.#lookups.wanted(ask).map((work) => work.id),
    lookup_work: ({ id }) => this.#lookups.entries(id),
    lookup_save: ({ to }) => ({ path: to, shown: to, files: 1 }),
    pick_lookup_save: ({ name, format }) => `/home/ines/Documents/${name}.${format === "list" ? "csv" : format}`,

    clients_preview: ({ list, mapping }) => {
      const of = (name: string, otherwise: null | "client" | "title" | "author" | "isbn"): (typeof mapping)[number]["field"] | null => {
        const said = mapping.find((one) => one.column === name)?.field;
        if (said !== undefined) return said;
        return mapping.some((one) => one.field === otherwise) ? null : otherwise;
      };
      return {
        list: pickedOf(list, "list", 188_000),
        columns: [
          { name: "Client", field: of("Client", "client"), samples: ["Ines Valderrama", "Tobias Okonjo", "Maren Holt"] },
          { name: "Book title", field: of("Book title", "title"), samples: ["The Salt Road North", "Winter Wheat", HOSTILE.markup] },
          { name: "Author", field: of("Author", "author"), samples: ["Valderrama, Ines", "T. Okonjo", ""] },
          { name: "ISBN-13", field: of("ISBN-13", "isbn"), samples: ["9781000000009", "978-1-00-000001-6", "9.78E+12"] },
          { name: "a.k.a.", field: of("a.k.a.", null), samples: ["I. V. Marsh", "", ""] },
          { name: "Notes", field: of("Notes", null), samples: ["reverted 2019", "", "ask estate"] },
        ],
        titles: this.#scene.titles,
        unreadable: 3,
        left_out: 4,
        done: this.#resumed,
      };
    },
    clients_run: ({ list }, tell) =>
      this.#job(tell, ["reading", "comparing"], (cancelled, share) => {
        if (cancelled) {
          this.#resumed = Math.floor(this.#scene.titles * share);
          return null;
        }
        const resumed = this.#resumed;
        this.#resumed = 0;
        return { run: this.#addRun(list.slice(list.lastIndexOf("/") + 1), this.#scene.titles), resumed };
      }),
    clients_runs: () => this.#runs,
    clients_report: ({ folder }) => ({ path: folder, shown: folder, files: 6 }),
    clients_forget: ({ run }) => {
      this.#hidden = { rows: this.#rows, runRows: new Map(this.#runRows), runs: this.#runs };
      this.#runs = this.#runs.filter((one) => one.id !== run);
      this.#runRows.delete(run);
      return null;
    },

    sources_list: () => this.supply.sources,
    source_look: (ask, tell) => this.supply.look(ask, tell),
    source_get: (ask, tell) => this.supply.get(ask, tell),
    source_update: (ask, tell) => this.supply.update(ask, tell),
    source_forget: ({ id }) => this.supply.forget(id),
    fetches_list: () => this.supply.fetches,

    indexes_list: () => this.#shelf.list,
    index_info: ({ file }) => this.#shelf.list.find((item) => item.file === file) ?? refuse(failure("unreadable", "no such file")),
    index_detail: ({ file }) => {
      const info = this.#infoOf(file);
      return { ...info, coverage: coverageOf(info) };
    },
    index_browse: ({ file, query }) => {
      const info = this.#infoOf(file);
      const total = query.works ? info.works : info.records;
      const words = query.search.toLowerCase().split(/\s+/u).filter((word) => word !== "");
      const entries: Entry[] = [];
      const end = Math.min(total, query.from + 5_000);
      let at = query.from;
      for (; at < end && entries.length < query.limit; at += 1) {
        const entry = entryOf(info, at, query.works);
        const text = `${entry.title} ${entry.author} ${entry.isbn.join(" ")}`.toLowerCase();
        const wanted = (query.language === null || entry.language === query.language) && (!query.short || entry.short);
        if (wanted && words.every((word) => text.includes(word))) entries.push(entry);
      }
      return { entries, next: at < total && (words.length === 0 || at < end) ? at : null, cut: words.length > 0 };
    },
    index_verify: ({ file }, tell) =>
      this.#job(tell, ["verifying"], () => (file.includes("Downloads/books3") ? failure("index-damaged", "block 4 of 9 differs from its hash") : null)),
    index_add: ({ file }, tell) =>
      this.#job(tell, ["verifying", "writing"], (cancelled) => {
        if (cancelled) return null;
        const stem = pickedOf(file).name.replace(/\.colophon$/u, "");
        if (stem.startsWith("broken")) return { ...failure("index-damaged", "block 4 of 9 differs from its hash"), path: file };
        const item = itemOf({ ...(INDEXES[0] as (typeof INDEXES)[number]), file, name: stem === "books3" ? "Books3" : stem, works: 0, records: 129_319, sources: [{ name: "books3", snapshot: null, records: 129_319 }] }, true);
        this.#shelf.list = [item, ...this.#shelf.list];
        return item;
      }),
    index_remove: ({ file }) => {
      this.#shelf.list = this.#shelf.list.filter((item) => item.file !== file);
      return null;
    },
    index_build: ({ name }, tell) =>
      this.#job(tell, ["reading", "writing"], (cancelled) => {
        if (cancelled) return null;
        const item = itemOf({ ...(INDEXES[0] as (typeof INDEXES)[number]), file: "/home/ines/.local/share/colophon/indexes/own.colophon", name, created: new Date().toISOString(), works: 214, records: 7_500_000 }, true);
        this.#shelf.list = [item, ...this.#shelf.list];
        const left = (code: Code, message: string, name: string): Failure => ({ ...failure(code, message), path: `/home/ines/Backlist/${name}` });
        return {
          index: item,
          skipped: [left("encrypted", "the book is protected", "locked.epub"), left("too-short", "it has too little text: 61 words", "poem.txt"), left("no-text-layer", "most pages are pictures", "scan.pdf")],
        };
      }),
  };

  /** Answers as a dialog does that a person looks at for a while. */
  async #ponder<T>(answer: T): Promise<T> {
    await new Promise<void>((done) => {
      const timer = this.#every(20, () => {
        clearInterval(timer);
        done();
      });
    });
    return answer;
  }

  /** Does something again and again, unless time has stopped. */
  #every(milliseconds: number, act: () => void): ReturnType<typeof setInterval> {
    return setInterval(() => {
      if (!this.held) act();
    }, milliseconds);
  }

  #infoOf(file: string): IndexInfo {
    return this.#shelf.list.find((item) => item.file === file)?.info ?? refuse(failure("unreadable", "no such file"));
  }

  #find(id: number): Row {
    const row = this.#rows.find((one) => one.id === id) ?? [...this.#runRows.values()].flat().find((one) => one.id === id);
    return row ?? refuse(failure("not-found", "there is no such result"));
  }

  #addRun(name: string, titles: number): Run {
    const id = this.#runs.length + 1;
    const rows = Array.from({ length: titles }, (_, n) => rowOf(id * 100_000 + n + 1, id, n + 2));
    const hostile = Object.values(HOSTILE);
    hostile.forEach((title, n) => {
      const row = rows[n + 3];
      if (row !== undefined) rows[n + 3] = { ...row, title, client: title };
    });
    this.#runRows.set(id, rows);
    const run: Run = {
      id,
      name,
      folder: "/home/ines/Agency",
      checked: "2026-11-20T14:05:00Z",
      indexes: [INDEXES[0]?.name ?? ""],
      clients: 6,
      titles: rows.length,
      found: rows.filter((row) => row.found).length,
      books_found: rows.filter((row) => row.found).length - 2,
      skipped: 3,
      files_not_read: 1,
      left_out: 4,
      news: rows.filter((row) => row.news > 0).length,
    };
    this.#runs = [run, ...this.#runs];
    return run;
  }

  #list(query: Query): Commands["results_list"][1] {
    const all = query.run === null ? this.#rows : (this.#runRows.get(query.run) ?? []);
    const words = query.search.toLowerCase().split(/\s+/u).filter((word) => word !== "");
    const searched = all.filter((row) => {
      const text = `${row.title} ${row.author} ${row.client} ${row.name} ${row.isbn.join(" ")}`.toLowerCase();
      return words.every((word) => text.includes(word)) && (!query.only_news || row.news > 0);
    });
    const counts = new Map<Row["verdict"], number>();
    for (const row of searched) counts.set(row.verdict, (counts.get(row.verdict) ?? 0) + 1);
    const wanted = searched.filter((row) => query.verdicts.length === 0 || query.verdicts.includes(row.verdict));
    const of = (row: Row): string | number => {
      switch (query.sort) {
        case "title": return row.title ?? "";
        case "author": return row.author ?? "";
        case "client": return row.client ?? "";
        case "name": return row.name;
        case "line": return row.line ?? 0;
        case "first-added": return row.first_added ?? "9999";
        case "verdict": return row.found ? 0 : 1;
        default: return -Date.parse(row.checked);
      }
    };
    wanted.sort((a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : a.id - b.id));
    if (query.descending) wanted.reverse();
    return {
      total: wanted.length,
      verdicts: [...counts].map(([verdict, count]) => ({ verdict, count })),
      rows: wanted.slice(query.offset, query.offset + Math.min(1000, query.limit)),
    };
  }

  /** Answers a question after a moment; the one before is stopped. */
  #look(question: string, tell: Tell): number {
    if (this.#looking !== null) this.#jobs.get(this.#looking)?.(null);
    const job = this.#nextJob++;
    this.#looking = job;
    const timer = this.#every(this.#scene.pace / 4, () => {
      clearInterval(timer);
      this.#jobs.delete(job);
      const indexes = this.#shelf.list.flatMap((item) => (item.info === null || !item.searched ? [] : [item.info]));
      if (question.startsWith("isbn")) tell({ kind: "failed", failure: failure("invalid-argument", `“${question}” is not an ISBN: its last digit does not fit the others`) });
      else if (question.startsWith("10.")) tell({ kind: "failed", failure: failure("no-dois", `${question} is a DOI, and none of the indexes lists DOIs`) });
      else if (!isNumber(question) && indexes.every((info) => info.numbers_only)) tell({ kind: "failed", failure: failure("numbers-only", "the indexes that were searched list numbers such as ISBNs only") });
      else tell({ kind: "done", answer: this.#lookups.ask(question, this.#scene.works, indexes) });
    });
    this.#jobs.set(job, () => {
      clearInterval(timer);
      this.#jobs.delete(job);
      tell({ kind: "failed", failure: failure("cancelled", "stopped before it was finished") });
    });
    queueMicrotask(() => tell({ kind: "progress", progress: { phase: "searching", done: 0, total: 0, seconds_left: null } }));
    return job;
  }

  /** Checks a result again under another name: then it is listed. */
  #name(id: number, title: string, author: string): Row {
    const row: Row = { ...this.#find(id), id: this.#nextId++, title, author, verdict: "listed", found: true, doubt: null, matches: 1, records: 2, warnings: 0 };
    this.#rows = this.#rows.map((one) => (one.id === id ? row : one));
    return row;
  }

  #check(paths: readonly string[], as_one: boolean, tell: Tell): number {
    const job = this.#nextJob++;
    const sizes = paths.map((_, n) => 200_000 + pseudo(n, 900_000));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const open = new Set(paths.keys());
    let done = 0;
    let results = 0;
    let found = 0;
    let skipped = 0;
    let next = 0;
    let share = 0;
    const settle = (n: number, cancelled: boolean): unknown => {
      open.delete(n);
      done += sizes[n] ?? 0;
      const picked = pickedOf(paths[n] ?? "");
      if (cancelled || picked.name.startsWith("locked")) {
        skipped += 1;
        return { item: n, end: { kind: "skipped", failure: cancelled ? failure("cancelled", "stopped before it was finished") : failure("encrypted", "The book is protected with Adobe ADEPT.") } };
      }
      const like = rowOf(picked.name.startsWith("scan") ? 10 : picked.name.startsWith("notes") ? 9 : 1 + (n % 10), null);
      const row: Row = { ...like, id: this.#nextId++, name: picked.name, folder: picked.folder, checked: new Date().toISOString(), demonstration: picked.folder.endsWith("/samples") };
      if (picked.name.startsWith("<")) row.title = picked.name;
      if (picked.name.startsWith("tiny")) Object.assign(row, { title: picked.name, author: null, verdict: "inconclusive", doubt: "too-short", found: false, share: null, work: null, matches: 0, records: 0, warnings: 1 });
      if (picked.name.startsWith("draft")) Object.assign(row, { title: null, author: null, verdict: "inconclusive", doubt: "unnamed", found: false, share: null, matches: 0, records: 0, warnings: 1 });
      this.#rows = [row, ...this.#rows];
      results += 1;
      if (row.found) found += 1;
      return { item: n, end: { kind: "result", row } };
    };
    const chapters = as_one ? [] : paths.filter((path) => /chapter/iu.test(path));
    const first = pickedOf(chapters[0] ?? "");
    const one_book = chapters.length < 3 ? [] : [{ path: first.folder, name: pickedOf(first.folder).name, files: chapters.length }];
    const finish = (cancelled: boolean): void => {
      clearInterval(timer);
      this.#jobs.delete(job);
      tell({ kind: "finished", results, found, books_found: found > 1 ? found - 1 : found, skipped, passed_over: [{ ending: "jpg", files: 7 }, { ending: "~lock", files: 1 }, { ending: "", files: 1 }], one_book, cancelled });
    };
    this.#jobs.set(job, (item) => {
      const gone = item === null ? [...open] : open.has(item) ? [item] : [];
      tell({ kind: "settled", items: gone.map((n) => settle(n, true)) });
      if (item === null || open.size === 0) finish(item === null);
    });
    queueMicrotask(() =>
      tell({
        kind: "queued",
        items: paths.map((path, item) => {
          const { name, folder } = pickedOf(path);
          return { item, path, name, folder, size_bytes: sizes[item] };
        }),
      }),
    );
    const tick = Math.max(20, Math.min(100, this.#scene.pace));
    const timer = this.#every(tick, () => {
      share += tick / this.#scene.pace;
      const settled: unknown[] = [];
      while (share >= 1 && next < paths.length) {
        if (open.has(next)) {
          settled.push(settle(next, false));
          share -= 1;
        }
        next += 1;
      }
      while (next < paths.length && !open.has(next)) next += 1;
      if (settled.length > 0) tell({ kind: "settled", items: settled });
      if (open.size === 0) {
        finish(false);
        return;
      }
      const seconds_left = Math.ceil((open.size * this.#scene.pace) / 1000);
      tell({ kind: "progress", done, total, seconds_left, items: [{ item: next, phase: share < 0.7 ? "reading" : "comparing", share: Math.min(1, share) }] });
    });
    return job;
  }

  #job(tell: Tell, phases: readonly JobPhase[], end: (cancelled: boolean, share: number) => unknown, { total, breaks = null }: Extent = { total: 12_000 }): number {
    const job = this.#nextJob++;
    const steps = 12;
    let step = 0;
    const half = steps / 2;
    const stop = (): void => {
      clearInterval(timer);
      this.#jobs.delete(job);
    };
    const timer = this.#every(Math.max(20, this.#scene.pace / 4), () => {
      const phase = phases[Math.floor(step / steps)];
      if (breaks !== null && step === half) {
        stop();
        end(true, step / (steps * phases.length));
        tell({ kind: "failed", failure: breaks });
        return;
      }
      if (phase === undefined) {
        stop();
        const answer = end(false, 1);
        if (typeof answer === "object" && answer !== null && "code" in answer) tell({ kind: "failed", failure: answer });
        else tell({ kind: "done", answer });
        return;
      }
      const done = step % steps;
      step += 1;
      tell({ kind: "progress", progress: { phase, done: Math.floor((total * done) / steps), total, seconds_left: Math.ceil(((steps - done) * this.#scene.pace) / 4000) + 40 } });
    });
    this.#jobs.set(job, () => {
      stop();
      end(true, step / (steps * phases.length));
      tell({ kind: "failed", failure: failure("cancelled", "stopped before it was finished") });
    });
    return job;
  }
}

function refuse(why: Failure): never {
  throw why;
}

/** Returns what a drop of files on the window tells. */
export function dropped(paths: readonly Picked[]): PathsEvent {
  return { kind: "dropped", paths: [...paths] };
}
