/** Verifies, adds, removes and builds indexes. */

import { wasStopped } from "./failure";
import { SvelteMap } from "svelte/reactivity";
import { app } from "./app.svelte";
import { call, failureOf, start } from "./host";
import { t } from "./i18n/index.svelte";
import { Job } from "./job.svelte";
import { inert } from "./safe";
import { speaker } from "./say.svelte";
import type { About, BuildAsk, Built, DumpKind, Failure, FilePath, IndexInfo, IndexItem, Picked } from "./wire";

/** How a verification in this session ended: when it found the index intact, or what is wrong. */
export type Verified = { readonly at: string } | { readonly failure: Failure };

/** The kind of a dump, or a file that names the writers of films. */
export type DraftKind = DumpKind | "imdb";

/** A file that was not added as an index. */
export interface NotAdded {
  readonly name: string;
  readonly failure: Failure | null;
}

export interface ChosenDump {
  readonly file: Picked;
  source: DraftKind;
}

const NOTHING: About = { description: "", publisher: "", contact: "", licence: "" };

/** The form for a new index: it stays filled in while the reader is elsewhere. */
class Draft {
  name = $state("");
  about = $state<About>({ ...NOTHING });
  books = $state.raw<readonly Picked[]>([]);
  dumps = $state<ChosenDump[]>([]);
  asOne = $state(false);

  clear(): void {
    this.name = "";
    this.about = { ...NOTHING };
    this.books = [];
    this.dumps = [];
    this.asOne = false;
  }
}

class Indexes {
  readonly verified = new SvelteMap<FilePath, Verified>();
  readonly verification = new Job<null>();
  readonly addition = new Job<IndexItem>();
  readonly build = new Job<Built>();
  /** The index that is being verified. */
  verifying = $state<FilePath | null>(null);
  /** How many indexes wait to be added. */
  waiting = $state(0);
  /** The files that were not added, each with the reason; none when it was stopped. */
  notAdded = $state.raw<readonly NotAdded[]>([]);
  /** What is filled in for a new index, until it is built. */
  readonly draft = new Draft();
  /** Whether the form for a new index is open. */
  building = $state(false);
  /** The index that is to be removed, while the question is open. */
  removing = $state.raw<IndexItem | null>(null);
  #adding: Promise<void> = Promise.resolve();
  #stops = 0;
  /** The books that the last build could not read. */
  skipped = $state.raw<readonly Failure[]>([]);

  async verify(item: IndexItem): Promise<void> {
    this.verifying = item.file;
    this.verified.delete(item.file);
    await this.verification.run(
      named(item),
      (onEvent) =>
        start("index_verify", { file: item.file }, (event) => {
          onEvent(event);
          if (event.kind === "failed") {
            this.verification.dismiss();
            if (!wasStopped(event.failure)) this.verified.set(item.file, { failure: event.failure });
          }
          if (event.kind !== "progress") this.verifying = null;
        }),
      () => {
        this.verified.set(item.file, { at: new Date().toISOString() });
      },
    );
    if (!this.verification.running) this.verifying = null;
  }

  /** Adds indexes, one after the other; ends when the last one is in, or is not. */
  async addAll(picked: readonly Picked[]): Promise<void> {
    if (this.waiting === 0 && !this.addition.running) this.notAdded = [];
    this.waiting += picked.length;
    const stops = this.#stops;
    for (const file of picked) {
      this.#adding = this.#adding.then(() => this.#add(file, stops));
    }
    await this.#adding;
  }

  /** Stops adding: the index that is being copied, and those that wait. */
  async stopAdding(): Promise<void> {
    this.#stops += 1;
    await this.addition.stop();
  }

  async #add(picked: Picked, stops: number): Promise<void> {
    this.waiting -= 1;
    if (stops !== this.#stops) {
      this.notAdded = [...this.notAdded, { name: picked.name, failure: null }];
      return;
    }
    await new Promise<void>((over) => {
      const begun = this.addition.run(
        picked.name,
        (onEvent) =>
          start("index_add", { file: picked.path }, (event) => {
            onEvent(event);
            if (event.kind === "failed") over();
          }),
        async (item) => {
          speaker.say(t("indexes.added", { name: inert(named(item)) }));
          this.verified.set(item.file, { at: new Date().toISOString() });
          await app.refreshIndexes();
          over();
        },
      );
      // One that could not be begun sends nothing.
      void begun.then(() => this.addition.failure !== null && over());
    });
    const failure = this.addition.failure;
    if (failure === null) return;
    this.addition.dismiss();
    this.notAdded = [...this.notAdded, { name: picked.name, failure: wasStopped(failure) ? null : failure }];
    speaker.say(t("indexes.not-added", { name: inert(picked.name) }));
  }

  async remove(item: IndexItem): Promise<void> {
    try {
      await call("index_remove", { file: item.file });
      speaker.say(t("indexes.removed"));
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
    this.verified.delete(item.file);
    await app.refreshIndexes();
  }

  async make(ask: BuildAsk, done: () => void): Promise<void> {
    this.skipped = [];
    await this.build.run(
      ask.name,
      (onEvent) => start("index_build", ask, onEvent),
      async ({ index, skipped }) => {
        this.skipped = skipped;
        speaker.say(t("build.done", { name: inert(named(index)) }));
        done();
        await app.refreshIndexes();
      },
    );
  }
}

/** Returns the name of an index, else the name of its file. */
export function named(item: IndexItem): string {
  const name = item.info?.name.trim() ?? "";
  return name === "" ? item.name : name;
}

/** Returns what an index holds, as the parts of a list. */
export function covers(of: Pick<IndexInfo, "works" | "records"> & { readonly numbers_only?: boolean }): string[] {
  const parts: string[] = [];
  if (of.works > 0 || of.records === 0) parts.push(t("asked.works", { n: of.works }));
  if (of.records > 0) parts.push(of.numbers_only === true ? t("asked.numbers", { n: of.records }) : t("asked.records", { n: of.records }));
  return parts;
}

export const indexes = new Indexes();
