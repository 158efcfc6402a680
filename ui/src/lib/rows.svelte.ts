/**
 * The kept results, a page at a time.
 *
 * A list may have many thousands of rows. The program searches and sorts; only
 * visible pages are requested, and pages of an earlier query that arrive late
 * are dropped.
 */

import { SvelteMap } from "svelte/reactivity";
import { call, failureOf } from "./host";
import { places } from "./places.svelte";
import { speaker } from "./say.svelte";
import type { Query, Row, RunId, SortBy, Verdict, VerdictCount } from "./wire";

const PAGE = 200;

export class Rows {
  search = $state("");
  verdicts = $state.raw<readonly Verdict[]>([]);
  onlyNews = $state(false);
  sort = $state<SortBy>("checked");
  descending = $state(false);
  total = $state(0);
  counts = $state.raw<readonly VerdictCount[]>([]);
  /** Whether the first page of the current query has arrived. */
  loaded = $state(false);
  #pages = new SvelteMap<number, readonly Row[]>();
  #asked = new Set<number>();
  #round = 0;
  /** The rows that were last visible. */
  #visible: readonly [number, number] = [0, 0];
  readonly #run: RunId | null;

  constructor(run: RunId | null, sort: SortBy = "checked") {
    this.#run = run;
    this.sort = sort;
  }

  /** Whether a search or a filter narrows the list. */
  get narrowed(): boolean {
    return this.search.trim() !== "" || this.verdicts.length > 0 || this.onlyNews;
  }

  /** Returns a row, or `undefined` while it is loading. */
  get(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Loads the rows from `first` to `last` that are missing. */
  want(first: number, last: number): void {
    this.#visible = [first, last];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      if (page * PAGE < this.total && !this.#asked.has(page)) void this.#load(page);
    }
  }

  /** Loads everything that is shown again. */
  async refresh(): Promise<void> {
    this.#round += 1;
    this.#asked.clear();
    await this.#load(0);
    // What is visible further down is loaded again as well.
    this.want(...this.#visible);
  }

  /** Returns the ids of all rows of the query, in order. */
  async ids(): Promise<number[]> {
    const ids: number[] = [];
    const limit = 1_000;
    for (let offset = 0; offset < this.total; offset += limit) {
      const page = await call("results_list", this.#query(offset, limit));
      ids.push(...page.rows.map((row) => row.id));
      if (page.rows.length === 0) break;
    }
    return ids;
  }

  #query(offset: number, limit: number): Query {
    return {
      run: this.#run,
      search: this.search.trim(),
      verdicts: [...this.verdicts],
      only_news: this.onlyNews,
      sort: this.sort,
      descending: this.descending,
      offset,
      limit,
    };
  }

  async #load(page: number): Promise<void> {
    const round = this.#round;
    this.#asked.add(page);
    try {
      const answer = await call("results_list", this.#query(page * PAGE, PAGE));
      if (round !== this.#round) return;
      if (page === 0) {
        this.#asked = new Set([0]);
        const [from, to] = this.#visible.map((row) => Math.floor(row / PAGE)) as [number, number];
        // The visible rows stay until they are loaded again.
        for (const old of [...this.#pages.keys()]) if (old < from || old > to) this.#pages.delete(old);
      }
      this.total = answer.total;
      this.counts = answer.verdicts;
      this.#pages.set(page, answer.rows);
      this.loaded = true;
    } catch (refusal) {
      this.#asked.delete(page);
      if (round === this.#round) speaker.fail(failureOf(refusal));
    }
  }
}

const left = new Map<RunId | null, Rows>();

/** Returns the rows of a list: as they were left if the reader comes back to it. */
export function rowsOf(run: RunId | null, sort: SortBy = "checked"): Rows {
  const earlier = places.returned ? left.get(run) : undefined;
  const rows = earlier ?? new Rows(run, sort);
  left.set(run, rows);
  return rows;
}
