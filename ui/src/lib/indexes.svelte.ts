/** Verifies, adds, removes and builds indexes. */

import { wasStopped } from "./failure";
import { SvelteMap } from "svelte/reactivity";
import { app } from "./app.svelte";
import { call, failureOf, start } from "./host";
import { t } from "./i18n/index.svelte";
import { Job } from "./job.svelte";
import { inert } from "./safe";
import { speaker } from "./say.svelte";
import type { BuildAsk, Built, Failure, FilePath, IndexInfo, IndexItem, Picked } from "./wire";

/** How a verification in this session ended: when it found the index intact, or what is wrong. */
export type Verified = { readonly at: string } | { readonly failure: Failure };

class Indexes {
  readonly verified = new SvelteMap<FilePath, Verified>();
  readonly verification = new Job<null>();
  readonly addition = new Job<IndexItem>();
  readonly build = new Job<Built>();
  /** The index that is being verified. */
  verifying = $state<FilePath | null>(null);
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

  async add(picked: Picked): Promise<void> {
    await this.addition.run(
      picked.name,
      (onEvent) => start("index_add", { file: picked.path }, onEvent),
      async (item) => {
        speaker.say(t("indexes.added", { name: inert(named(item)) }));
        this.verified.set(item.file, { at: new Date().toISOString() });
        await app.refreshIndexes();
      },
    );
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
