/** A running job that only reports progress and its end: a build, a verification, a client list. */

import { call, failureOf } from "./host";
import { t, timeLeft } from "./i18n/index.svelte";
import { Quarters, speaker } from "./say.svelte";
import type { Failure, JobEvent, JobId, JobProgress } from "./wire";

export class Job<T> {
  running = $state(false);
  stopping = $state(false);
  progress = $state.raw<JobProgress | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What the job works on, to be shown. */
  name = $state("");
  #id: JobId | null = null;
  #quarters = new Quarters();
  #phase = "";

  readonly share = $derived(
    this.progress !== null && this.progress.total > 0 ? Math.min(1, this.progress.done / this.progress.total) : null,
  );

  /** Runs a job; `begin` starts it, `done` gets its answer. */
  async run(name: string, begin: (onEvent: (event: JobEvent<T>) => void) => Promise<JobId>, done: (answer: T) => void | Promise<void>): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.stopping = false;
    this.failure = null;
    this.progress = null;
    this.name = name;
    this.#quarters = new Quarters();
    this.#phase = "";
    const onEvent = (event: JobEvent<T>): void => {
      switch (event.kind) {
        case "progress":
          this.#tell(event.progress);
          break;
        case "done":
          this.#end(null);
          void done(event.answer);
          break;
        case "failed":
          this.#end(event.failure);
          break;
      }
    };
    try {
      this.#id = await begin(onEvent);
      if (this.stopping) await this.stop();
    } catch (refusal) {
      this.#end(failureOf(refusal));
    }
  }

  /** Asks the job to stop, which it does soon. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.stopping = true;
    if (this.#id === null) return;
    try {
      await call("job_cancel", { job: this.#id, item: null });
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  dismiss(): void {
    this.failure = null;
  }

  #end(failure: Failure | null): void {
    this.running = false;
    this.stopping = false;
    this.#id = null;
    this.failure = failure;
  }

  #tell(progress: JobProgress): void {
    this.progress = progress;
    if (progress.phase !== this.#phase) {
      this.#phase = progress.phase;
      this.#quarters = new Quarters();
      speaker.tell(t(`phase.${progress.phase}`));
      return;
    }
    const quarter = this.#quarters.passed(this.share ?? 0);
    if (quarter !== null) speaker.tell(`${t("nav.working", { n: quarter })}, ${timeLeft(progress.seconds_left)}`);
  }
}
