/** The client list that is open or being checked, and those checked before. */

import { type Period, asked } from "./cutoff";
import { wasStopped } from "./failure";
import { call, failureOf, start } from "./host";
import { t } from "./i18n/index.svelte";
import { Job } from "./job.svelte";
import { places } from "./places.svelte";
import { speaker } from "./say.svelte";
import { undo } from "./undo.svelte";
import type { ClientField, ClientsDone, ClientsPreview, Failure, Mapping, Picked, Run, RunId } from "./wire";

class Clients {
  list = $state.raw<Picked | null>(null);
  found = $state.raw<ClientsPreview | null>(null);
  files = $state.raw<Picked | null>(null);
  cutoff = $state.raw<Period | null>(null);
  looking = $state(false);
  failure = $state.raw<Failure | null>(null);
  stopped = $state(false);
  runs = $state.raw<readonly Run[]>([]);
  loaded = $state(false);
  /** The list that is to be forgotten, while the question is open. */
  asking = $state.raw<Run | null>(null);
  readonly job = new Job<ClientsDone>();
  #mapping = new Map<string, ClientField>();

  /** Whether the columns that are recognised are enough to check the list. */
  readonly usable = $derived(
    this.found !== null &&
      (this.found.columns.length === 0 || this.found.columns.some((column) => column.field === "title" || column.field === "isbn")),
  );

  /** Opens a list that was chosen or dropped. */
  async preview(list: Picked): Promise<void> {
    if (this.job.running) {
      speaker.say(t("check.running"));
      return;
    }
    this.list = list;
    this.found = null;
    this.files = null;
    this.stopped = false;
    this.#mapping.clear();
    this.job.dismiss();
    await this.#look();
  }

  /** Sets what a column holds, and reads the list again. */
  async map(column: string, field: ClientField | null): Promise<void> {
    for (const [name, meant] of this.#mapping) if (meant === field) this.#mapping.delete(name);
    if (field === null) this.#mapping.delete(column);
    else this.#mapping.set(column, field);
    await this.#look();
  }

  leave(): void {
    if (this.job.running) return;
    this.list = null;
    this.found = null;
    this.failure = null;
    this.stopped = false;
    this.job.dismiss();
  }

  /** Checks the list; resumes where an earlier check of it stopped. */
  async run(): Promise<void> {
    const list = this.list;
    if (list === null) return;
    this.stopped = false;
    const ask = { list: list.path, mapping: this.#asked(), files: this.files?.path ?? null, cutoff: asked(this.cutoff) };
    await this.job.run(
      list.name,
      (onEvent) =>
        start("clients_run", ask, (event) => {
          onEvent(event);
          if (event.kind === "failed") {
            this.stopped = wasStopped(event.failure);
            void this.#look();
          }
        }),
      async ({ run }) => {
        speaker.say(t("clients.done", { n: run.titles }));
        this.list = null;
        this.found = null;
        await this.refresh();
        places.go({ at: "clients", run: run.id });
      },
    );
  }

  async refresh(): Promise<void> {
    try {
      this.runs = await call("clients_runs");
      this.loaded = true;
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  async forget(run: RunId): Promise<void> {
    try {
      await call("clients_forget", { run });
      undo.propose(t("clients.forget.done"), () => this.refresh());
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
    await this.refresh();
  }

  #asked(): Mapping[] {
    return [...this.#mapping].map(([column, field]) => ({ field, column }));
  }

  async #look(): Promise<void> {
    const list = this.list;
    if (list === null) return;
    this.looking = true;
    this.failure = null;
    try {
      const found = await call("clients_preview", { list: list.path, mapping: this.#asked() });
      if (this.list === list) this.found = found;
    } catch (refusal) {
      if (this.list === list) this.failure = failureOf(refusal);
    } finally {
      this.looking = false;
    }
  }
}

export const clients = new Clients();
