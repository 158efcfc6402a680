/** Saving reports and forgetting results, from wherever it is asked for. */

import { call, failureOf } from "./host";
import { language, t } from "./i18n/index.svelte";
import { places } from "./places.svelte";
import { queue } from "./queue.svelte";
import { inert, LINE_LIMIT } from "./safe";
import { speaker } from "./say.svelte";
import { system } from "./system.svelte";
import { undo } from "./undo.svelte";
import type { Delimiter, Id, JobId, Language, ReportFormat, RunId } from "./wire";

export interface Wish {
  readonly ids: readonly Id[];
  readonly job: JobId | null;
  /** The client list of which each client gets a report; `null` for one report. */
  readonly run?: RunId;
  /** What the file is to be called, without an ending. */
  readonly name: string;
}

class Saving {
  /** What is to be saved, while the dialog is open. */
  wish = $state.raw<Wish | null>(null);
  format = $state<ReportFormat>("html");
  /** The language of the report: that of its reader. */
  language = $state<Language>("en");
  delimiter = $state<Delimiter>("comma");
  /** Whether each client of a list gets a claim sheet too. */
  claims = $state(false);

  ask(wish: Wish): void {
    this.wish = wish;
    this.language = language();
    // German Excel divides a table at semicolons.
    this.delimiter = this.language === "de" ? "semicolon" : "comma";
  }

  /** Lets the reader choose a place and writes the report. */
  async save(): Promise<void> {
    const wish = this.wish;
    if (wish === null) return;
    const how = { language: this.language, delimiter: this.delimiter };
    try {
      if (wish.run !== undefined) {
        const [folder] = await system.pick("reportFolder");
        if (folder === undefined) return;
        const saved = await call("clients_report", { run: wish.run, folder: folder.path, ...how, claims: this.claims });
        this.wish = null;
        speaker.saved(t("save.done.files", { n: saved.files, path: inert(saved.shown, LINE_LIMIT) }), saved.path);
        return;
      }
      const to = await system.place(`${fileName(wish.name)}.${this.format}`, this.format);
      if (to === null) return;
      const saved = await call("report_save", { ids: [...wish.ids], job: wish.job, format: this.format, ...how, to });
      this.wish = null;
      speaker.saved(t("save.done", { path: inert(saved.shown, LINE_LIMIT) }), saved.path);
    } catch (refusal) {
      this.wish = null;
      speaker.fail(failureOf(refusal));
    }
  }
}

export const saving = new Saving();

class Forgetting {
  /** The results to be forgotten, while the dialog is open. */
  ids = $state.raw<readonly Id[] | null>(null);
  /** Goes up whenever results were forgotten, for lists that showed them. */
  done = $state(0);

  ask(ids: readonly Id[]): void {
    this.ids = ids;
  }

  async forget(): Promise<void> {
    const ids = this.ids;
    this.ids = null;
    if (ids === null || ids.length === 0) return;
    let n: number;
    try {
      n = await call("results_forget", { ids: [...ids] });
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
      return;
    }
    const back = queue.forget(ids);
    undo.propose(t("forget.done", { n }), () => {
      back();
      this.done += 1;
    });
    for (const id of ids) places.without(id);
    this.done += 1;
    const here = places.here;
    if (here.at === "result" && ids.includes(here.id)) places.leave({ at: "results" });
  }
}

export const forgetting = new Forgetting();

/** Returns a name that any file system takes. */
export function fileName(title: string): string {
  const plain = title
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
    .slice(0, 60)
    .trim();
  return plain === "" ? "Colophon" : `Colophon ${plain}`;
}
