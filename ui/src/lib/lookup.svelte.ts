/**
 * Looking up works: one question at a time, and the rows of its answer.
 *
 * The program keeps the whole answer; the window asks for the pages that are seen. A
 * new look-up replaces the one before, whether or not that is finished, and nothing of
 * an earlier one that arrives late is shown.
 */

import { SvelteMap, SvelteSet } from "svelte/reactivity";
import { call, failureOf, start } from "./host";
import { language, t } from "./i18n/index.svelte";
import { wasStopped } from "./failure";
import { blank, inert, LINE_LIMIT } from "./safe";
import { fileName } from "./save.svelte";
import { speaker } from "./say.svelte";
import { system } from "./system.svelte";
import { collections } from "./verdict";
import type { AskedBy, Failure, JobId, JobProgress, ListedWork, Lookup, LookupFormat, LookupRowsAsk, Narrow, Order, Record as Entry } from "./wire";

const PAGE = 100;
const MOST_ROWS = 1_000_000;

const EVERYTHING: Narrow = { languages: [], formats: [], sources: [], from_year: null, to_year: null, names: [], by: null, words: "", texts: false, ids: [] };

/** A work whose entries are shown. */
interface Opened {
  readonly work: ListedWork;
  readonly records: readonly Entry[];
}

/** Returns the ISBN that a question is, without its hyphens; none if it is anything else. */
function isbnIn(question: string): string | null {
  const digits = question.replace(/^isbn(?:-?1[03])?\b/iu, "").replace(/[\s:=\p{Pd}\u00ad]/gu, "");
  return /^(?:\d{13}|\d{9}[\dX])$/iu.test(digits) ? digits : null;
}

class Looking {
  question = $state("");
  penNames = $state("");
  running = $state(false);
  progress = $state.raw<JobProgress | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The answer, without its rows. */
  found = $state.raw<Lookup | null>(null);
  narrow = $state.raw<Narrow>(EVERYTHING);
  order = $state<Order>("best");
  descending = $state(false);
  totalWorks = $state(0);
  totalRecords = $state(0);
  readonly selected = new SvelteSet<number>();
  opened = $state.raw<Opened | null>(null);
  /** Whether the dialog for saving is open. */
  saving = $state(false);
  format = $state<LookupFormat>("html");
  #pages = new SvelteMap<number, readonly ListedWork[]>();
  #asked = new Set<number>();
  #answer = 0;
  #job: JobId | null = null;
  /** Goes up with every look-up, and with every change of what is shown of one. */
  #lookup = 0;
  #round = 0;

  /** Whether anything narrows the answer. */
  get narrowed(): boolean {
    return JSON.stringify(this.narrow) !== JSON.stringify(EVERYTHING);
  }

  /** Returns a row, or `undefined` while it is loading. */
  get(index: number): ListedWork | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Returns what a work is called: its title, else the ISBN that was asked for. */
  called(work: ListedWork): string {
    if (!blank(work.title)) return work.title;
    const isbn = work.by === "number" ? isbnIn(this.found?.asked[0]?.text ?? "") : null;
    return isbn === null ? t("app.untitled") : `ISBN ${isbn}`;
  }

  /** Looks up what is in the fields. */
  async look(): Promise<void> {
    const question = this.question.trim();
    if (question === "") return;
    const lookup = (this.#lookup += 1);
    this.running = true;
    this.progress = null;
    this.failure = null;
    const penNames = this.penNames
      .split(/[;\n]/u)
      .map((name) => name.trim())
      .filter((name) => name !== "");
    try {
      const job = await start("lookup_start", { question, pen_names: penNames }, (event) => {
        // What an earlier question finds is not wanted any more.
        if (lookup !== this.#lookup) return;
        switch (event.kind) {
          case "progress":
            this.progress = event.progress;
            break;
          case "done":
            this.#take(event.answer.answer, event.answer.found);
            break;
          case "failed":
            this.#end(event.failure);
            break;
        }
      });
      if (lookup === this.#lookup && this.running) this.#job = job;
    } catch (refusal) {
      if (lookup === this.#lookup) this.#end(failureOf(refusal));
    }
  }

  /** Stops the look-up. */
  async stop(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    try {
      await call("job_cancel", { job, item: null });
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  /** Changes what is shown of the answer. */
  async only(change: Partial<Narrow>): Promise<void> {
    this.narrow = { ...this.narrow, ...change };
    await this.refresh();
  }

  /** Shows the whole answer again. */
  async everything(): Promise<void> {
    this.narrow = EVERYTHING;
    await this.refresh();
  }

  /** Sorts by a column; the same one again turns the order around. */
  async sort(order: Order): Promise<void> {
    this.descending = this.order === order ? !this.descending : false;
    this.order = order;
    await this.refresh();
  }

  /** Loads the rows again. */
  async refresh(): Promise<void> {
    this.#round += 1;
    this.#asked.clear();
    await this.#load(0);
    speaker.tell(t("lookup.works", { n: this.totalWorks }));
  }

  /** Loads the rows from `first` to `last` that are missing. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      if (page * PAGE < this.totalWorks && !this.#asked.has(page)) void this.#load(page);
    }
  }

  toggle(work: ListedWork): void {
    if (!this.selected.delete(work.id)) this.selected.add(work.id);
  }

  /** Selects every work that is shown, or none. */
  async selectAll(all: boolean): Promise<void> {
    this.selected.clear();
    if (!all) return;
    try {
      const ids = await call("lookup_ids", this.#rows(0, MOST_ROWS));
      for (const id of ids) this.selected.add(id);
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  /** Shows the entries of a work. */
  async open(work: ListedWork): Promise<void> {
    const lookup = this.#lookup;
    try {
      const records = await call("lookup_work", { answer: this.#answer, id: work.id, language: language() });
      if (lookup === this.#lookup) this.opened = { work, records };
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  /** Lets the reader choose a place, and writes what is selected, else what is shown. */
  async save(): Promise<void> {
    const rows = this.#rows(0, MOST_ROWS);
    const narrow = this.selected.size > 0 ? { ...EVERYTHING, ids: [...this.selected] } : rows.narrow;
    try {
      const to = await system.listPlace(fileName(this.found?.asked[0]?.text ?? ""), this.format);
      if (to === null) return;
      const saved = await call("lookup_save", {
        answer: rows.answer,
        narrow,
        order: rows.order,
        descending: rows.descending,
        format: this.format,
        language: language(),
        to,
      });
      this.saving = false;
      speaker.saved(t("save.done", { path: inert(saved.shown, LINE_LIMIT) }), saved.path);
    } catch (refusal) {
      this.saving = false;
      speaker.fail(failureOf(refusal));
    }
  }

  #rows(offset: number, limit: number): LookupRowsAsk {
    return { answer: this.#answer, narrow: this.narrow, order: this.order, descending: this.descending, offset, limit };
  }

  #take(answer: number, found: Lookup): void {
    this.#end(null);
    this.#answer = answer;
    this.#round += 1;
    this.found = found;
    this.narrow = EVERYTHING;
    this.order = "best";
    this.descending = false;
    this.selected.clear();
    this.opened = null;
    this.totalWorks = found.total_works;
    this.totalRecords = found.total_records;
    this.#pages.clear();
    this.#pages.set(0, found.works);
    this.#asked = new Set([0]);
    if (found.total_works > 0) speaker.tell(t("lookup.works", { n: found.total_works }));
    else if ((found.numbers_of ?? []).length > 0) speaker.tell(t("verdict.not-found.numbers.head", { names: collections(found.numbers_of ?? []) }));
    else speaker.tell(t("lookup.none"));
  }

  #end(failure: Failure | null): void {
    this.running = false;
    this.progress = null;
    this.#job = null;
    if (failure === null) return;
    // An answer that is not this question's would be taken for it.
    this.found = null;
    this.failure = wasStopped(failure) ? null : failure;
  }

  async #load(page: number): Promise<void> {
    const round = this.#round;
    this.#asked.add(page);
    try {
      const rows = await call("lookup_rows", this.#rows(page * PAGE, PAGE));
      if (round !== this.#round) return;
      if (page === 0) this.#pages.clear();
      if (page === 0) this.#asked = new Set([0]);
      this.totalWorks = rows.total_works;
      this.totalRecords = rows.total_records;
      this.#pages.set(page, rows.works);
    } catch (refusal) {
      this.#asked.delete(page);
      if (round === this.#round) speaker.fail(failureOf(refusal));
    }
  }
}

export const looking = new Looking();

/** Whether all that is listed of a work is its number, in a list of book numbers. */
export function isNumberAlone({ title, tier }: ListedWork): boolean {
  return blank(title) && tier !== "review";
}

/** What a question was taken for, where the window offers to see only that. */
export const AS = {
  author: "lookup.as-author",
  title: "lookup.as-title",
  "title-and-author": "lookup.as-both",
} as const satisfies Partial<Readonly<Record<AskedBy, string>>>;
