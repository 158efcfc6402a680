/**
 * The queue of the current check: what waits, what is being read, the results.
 *
 * A thousand documents send thousands of events. They are collected and applied
 * once a frame, and each item is a reactive object, so that a change of one does
 * not redraw the others.
 */

import { wasStopped } from "./failure";
import { call, failureOf, start } from "./host";
import { t, timeLeft } from "./i18n/index.svelte";
import { type Unanswered, outcomeOf } from "./outcome";
import { Quarters, speaker } from "./say.svelte";
import { type Tone, toneOf } from "./verdict";
import type { CheckEvent, Failure, FilePath, ItemEnd, JobId, JobPhase, OneBookItem, PassedOver, QueuedItem, Row } from "./wire";

/** One document of the queue. */
export class QueueItem {
  readonly item: number;
  readonly path: FilePath;
  readonly name: string;
  readonly folder: string;
  phase = $state<JobPhase>("waiting");
  share = $state<number | null>(null);
  stopping = $state(false);
  end = $state.raw<ItemEnd | null>(null);

  constructor(queued: QueuedItem) {
    this.item = queued.item;
    this.path = queued.path;
    this.name = queued.name;
    this.folder = queued.folder;
  }

  get row(): Row | null {
    return this.end === null || this.end.kind === "skipped" ? null : this.end.row;
  }

  get tone(): Tone | "open" {
    if (this.end === null) return "open";
    return this.end.kind === "skipped" ? "problem" : toneOf(this.end.row.verdict);
  }
}

export type Filter = "all" | Tone | "open";

class Queue {
  items = $state.raw<readonly QueueItem[]>([]);
  job = $state<JobId | null>(null);
  running = $state(false);
  stopping = $state(false);
  cancelled = $state(false);
  share = $state(0);
  secondsLeft = $state<number | null>(null);
  failure = $state.raw<Failure | null>(null);
  counts = $state.raw<Readonly<Record<Tone | "open", number>>>({ found: 0, look: 0, clear: 0, problem: 0, open: 0 });
  /** Which of the problems are of what kind. */
  unanswered = $state.raw<Unanswered>({ unread: 0, unjudged: 0, stopped: 0 });
  /** Which items the list shows. */
  filter = $state<Filter>("all");
  /** How many books were found, once that is known: several files can hold one book. */
  booksFound = $state<number | null>(null);
  /** The files in folders that were not read, by the endings of their names. */
  passedOver = $state.raw<readonly PassedOver[]>([]);
  /** The folders that look like one book, and were checked file by file. */
  oneBook = $state.raw<readonly OneBookItem[]>([]);
  /** Counts up whenever a result is kept, for lists that show them. */
  kept = $state(0);

  #gathered: CheckEvent[] = [];
  #frame = 0;
  #quarters = new Quarters();

  readonly done = $derived(this.items.length - this.counts.open);

  /** Starts to check documents and folders; replaces the earlier list. */
  async check(paths: readonly FilePath[], as_one = false): Promise<void> {
    if (paths.length === 0) return;
    if (this.running) {
      speaker.say(t("check.running"));
      return;
    }
    this.clear();
    this.running = true;
    speaker.tell(t("check.searching"));
    try {
      this.job = await start("check_start", { paths: [...paths], as_one }, (event) => this.#gather(event));
    } catch (refusal) {
      this.running = false;
      this.failure = failureOf(refusal);
    }
  }

  /** Stops everything that is not finished. */
  async stop(): Promise<void> {
    if (this.job === null || !this.running) return;
    this.stopping = true;
    await this.#cancel(null);
  }

  /** Stops one document. */
  async stopItem(item: QueueItem): Promise<void> {
    if (item.end !== null || item.stopping) return;
    item.stopping = true;
    await this.#cancel(item.item);
  }

  /** Shows a result in the place of another, of the same document under another name. */
  replace(id: number, row: Row): void {
    const item = this.items.find((one) => one.row?.id === id);
    if (item !== undefined) item.end = { kind: "result", row };
    this.booksFound = null;
    this.kept += 1;
    this.#count();
  }

  /** Removes results that were forgotten; returns how to show them again. */
  forget(ids: readonly number[]): () => void {
    const gone = new Set(ids);
    const [before, books, job] = [this.items, this.booksFound, this.job];
    this.items = this.items.filter((item) => item.row === null || !gone.has(item.row.id));
    const after = this.items;
    this.booksFound = null;
    this.#count();
    return () => {
      // Another check has a list of its own.
      if (this.job !== job || this.items !== after) return;
      this.items = before;
      this.booksFound = books;
      this.#count();
    };
  }

  clear(): void {
    if (this.running) return;
    this.items = [];
    this.job = null;
    this.stopping = false;
    this.cancelled = false;
    this.share = 0;
    this.secondsLeft = null;
    this.failure = null;
    this.passedOver = [];
    this.oneBook = [];
    this.filter = "all";
    this.booksFound = null;
    this.#quarters = new Quarters();
    this.#count();
  }

  async #cancel(item: number | null): Promise<void> {
    if (this.job === null) return;
    try {
      await call("job_cancel", { job: this.job, item });
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  #gather(event: CheckEvent): void {
    this.#gathered.push(event);
    if (this.#frame !== 0) return;
    // A window in the background draws no frames, but its work continues.
    const put = (): void => {
      this.#frame = 0;
      const events = this.#gathered;
      this.#gathered = [];
      this.#put(events);
    };
    this.#frame = document.hidden ? window.setTimeout(put, 100) : requestAnimationFrame(put);
  }

  #put(events: readonly CheckEvent[]): void {
    let more: QueueItem[] | null = null;
    for (const event of events) {
      switch (event.kind) {
        case "queued":
          more ??= [...this.items];
          for (const queued of event.items) more.push(new QueueItem(queued));
          break;
        case "progress":
          this.share = event.total > 0 ? event.done / event.total : 0;
          this.secondsLeft = event.seconds_left;
          for (const progress of event.items) {
            const item = (more ?? this.items)[progress.item];
            if (item === undefined) continue;
            item.phase = progress.phase;
            item.share = progress.share;
          }
          break;
        case "settled":
          for (const settled of event.items) {
            const item = (more ?? this.items)[settled.item];
            if (item !== undefined) item.end = settled.end;
          }
          this.kept += 1;
          break;
        case "finished":
          this.passedOver = event.passed_over;
          this.oneBook = event.one_book;
          this.booksFound = event.books_found;
          this.#finish(event.cancelled);
          break;
        case "failed":
          this.failure = wasStopped(event.failure) ? null : event.failure;
          this.#finish(wasStopped(event.failure));
          break;
      }
    }
    if (more !== null) this.items = more;
    this.#count();
    if (!this.running) this.#tellEnd();
    else this.#tellProgress();
  }

  #finish(cancelled: boolean): void {
    this.running = false;
    this.stopping = false;
    this.cancelled = cancelled;
    this.share = 1;
    this.secondsLeft = null;
  }

  #count(): void {
    const counts = { found: 0, look: 0, clear: 0, problem: 0, open: 0 };
    const unanswered = { unread: 0, unjudged: 0, stopped: 0 };
    for (const { tone, end } of this.items) {
      counts[tone] += 1;
      if (tone !== "problem") continue;
      unanswered[end?.kind !== "skipped" ? "unjudged" : wasStopped(end.failure) ? "stopped" : "unread"] += 1;
    }
    this.counts = counts;
    this.unanswered = unanswered;
  }

  #tellProgress(): void {
    const quarter = this.#quarters.passed(this.share);
    if (quarter !== null) speaker.tell(`${t("nav.working", { n: quarter })}, ${timeLeft(this.secondsLeft)}`);
  }

  #tellEnd(): void {
    const parts = outcomeOf(this.counts, this.unanswered, this.booksFound).map(({ text }) => text);
    speaker.tell(`${this.cancelled ? `${t("check.stopped")} ` : ""}${parts.join(", ")}`);
  }
}

export const queue = new Queue();
