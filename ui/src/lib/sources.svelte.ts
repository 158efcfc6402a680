/**
 * Sources of indexes: looked at, got, brought up to date, forgotten.
 *
 * One index is got at a time, and it goes on while the reader is elsewhere. What is
 * being got stays on the page until the reader is done with it: while it runs, when it
 * is paused or failed, and when it is there. Nothing here asks a host by itself.
 */

import { SvelteMap } from "svelte/reactivity";
import { app } from "./app.svelte";
import { wasStopped } from "./failure";
import { call, failureOf, start } from "./host";
import { list, t } from "./i18n/index.svelte";
import { indexes } from "./indexes.svelte";
import { Job } from "./job.svelte";
import { places } from "./places.svelte";
import { inert } from "./safe";
import { speaker } from "./say.svelte";
import type { Code, Failure, Got, JobEvent, JobId, Picked, SourceAsk, SourceInfo } from "./wire";

/** What is asked again when a download is resumed. */
type Ask = { readonly by: "get"; readonly ask: SourceAsk } | { readonly by: "update"; readonly ask: { readonly id: string; readonly accept_expired: boolean } };

/** What is being got, or was. */
export interface Taking {
  readonly id: string;
  readonly name: string;
  /** Whether an older state of it is there. */
  readonly update: boolean;
  readonly ask: Ask;
  /** How many bytes there are to get in all; 0 while nobody knows. */
  readonly bytes: number;
}

/** How a check for updates ended. */
export type Checked = { readonly got: Got } | { readonly failure: Failure };

/** What the reader named: a link or address, or a file or folder. */
interface Named {
  readonly source: string;
  /** What it is called on the screen. */
  readonly shown: string;
  readonly picked: Picked | null;
}

/** Failures that trying again does not change. */
const FINAL: readonly Code[] = ["not-a-source", "fingerprint-differs", "insecure-address", "redirect-refused", "newer-format", "too-large", "index-incompatible", "fetcher-missing"];
/** Failures after which nobody should go on as if nothing had happened. */
const GRAVE: readonly Code[] = ["fingerprint-differs", "signature-invalid", "threshold-not-met", "rolled-back"];

export const isFinal = ({ code }: Failure): boolean => FINAL.includes(code);
export const isGrave = ({ code }: Failure): boolean => GRAVE.includes(code);

class Sources {
  list = $state.raw<readonly SourceInfo[]>([]);

  /** Whether the dialog is open in which a source is named and looked at. */
  open = $state(false);
  /** What is typed there. */
  text = $state("");
  named = $state.raw<Named | null>(null);
  /** What the source has; until it is known, the reader names one. */
  offer = $state.raw<Got | null>(null);
  look = $state.raw(new Job<Got>());

  readonly getting = new Job<Got>();
  taking = $state.raw<Taking | null>(null);
  /** How many of its bytes are there, as far as is known. */
  arrived = $state(0);
  /** How much of it is there, 0 to 1; of the work after that, how much is done. */
  readonly share = $derived.by(() => {
    if (this.getting.progress?.phase !== "fetching") return this.getting.share;
    return this.taking === null || this.taking.bytes === 0 ? null : Math.min(1, this.arrived / this.taking.bytes);
  });
  /** What was got last, until the reader has read it. */
  ready = $state.raw<Got | null>(null);

  readonly checking = new Job<Got>();
  /** The source that is asked for updates. */
  asked = $state<string | null>(null);
  readonly checked = new SvelteMap<string, Checked>();

  /** The source that is to be forgotten, while the question is open. */
  forgetting = $state.raw<SourceInfo | null>(null);

  /** Sources that have nothing installed, and are not being got. */
  readonly waiting = $derived(this.list.filter((source) => this.taking?.id !== source.id && !app.indexes.some((item) => item.source === source.id)));

  of(id: string | null): SourceInfo | null {
    return this.list.find((source) => source.id === id) ?? null;
  }

  async refresh(): Promise<void> {
    try {
      this.list = await call("sources_list");
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  /** Opens the dialog, to name a source. */
  begin(): void {
    this.#clear();
    this.text = "";
    this.open = true;
  }

  /** Looks at a file or folder that was dropped, opened or chosen. */
  async lookAt(picked: Picked): Promise<void> {
    this.text = "";
    await this.#look({ source: picked.path, shown: picked.name, picked });
  }

  /** Looks at what was pasted or typed. */
  async lookUp(): Promise<void> {
    const source = addressOf(this.text);
    if (source !== "") await this.#look({ source, shown: source, picked: null });
  }

  /** Looks once more. */
  async lookAgain(): Promise<void> {
    if (this.named !== null) await this.#look(this.named);
  }

  async #look(named: Named): Promise<void> {
    this.#clear();
    this.named = named;
    this.open = true;
    // The dialog says that one index is got at a time.
    if (this.getting.running) return;
    const look = new Job<Got>();
    this.look = look;
    await look.run(
      named.shown,
      (onEvent) => start("source_look", { source: named.source, confirmed: null, accept_expired: false }, onEvent),
      (got) => {
        if (this.look === look && this.open) this.offer = got;
      },
    );
  }

  /** Goes back to naming a source. */
  back(): void {
    this.#clear();
  }

  /** Closes the dialog; nothing of what was looked at is kept. */
  close(): void {
    this.#clear();
    this.open = false;
  }

  #clear(): void {
    void this.look.stop();
    this.look = new Job<Got>();
    this.offer = null;
    this.named = null;
  }

  /** Gets what the reader has looked at. */
  async get(accept_expired: boolean): Promise<void> {
    const [offer, named] = [this.offer, this.named];
    if (offer === null || named === null) return;
    this.close();
    places.go({ at: "indexes" });
    const ask: SourceAsk = { source: named.source, confirmed: offer.unconfirmed ? offer.fingerprint : null, accept_expired };
    await this.#take({ id: offer.id, name: offer.name, update: !offer.added, ask: { by: "get", ask }, bytes: offer.bytes });
  }

  /** Asks a source whether it has something newer. */
  async check(source: SourceInfo): Promise<void> {
    this.asked = source.id;
    this.checked.delete(source.id);
    const over = (checked: Checked | null): void => {
      this.asked = null;
      this.checking.dismiss();
      if (checked !== null) this.checked.set(source.id, checked);
    };
    await this.checking.run(
      source.name,
      (onEvent) =>
        start("source_update", { id: source.id, check: true, accept_expired: false }, (event) => {
          onEvent(event);
          if (event.kind === "failed") over(wasStopped(event.failure) ? null : { failure: event.failure });
        }),
      async (got) => {
        over({ got });
        speaker.tell(got.outcome === "nothing" ? t(isSure(got) ? "sources.current" : "sources.nothing-newer") : newsOf(got));
        await this.refresh();
      },
    );
    // One that could not be begun sends nothing.
    if (this.checking.failure !== null) over({ failure: this.checking.failure });
  }

  /** Gets the update that a check found. */
  async update(source: SourceInfo, got: Got, accept_expired: boolean): Promise<void> {
    await this.#take({ id: source.id, name: got.name, update: true, ask: { by: "update", ask: { id: source.id, accept_expired } }, bytes: got.bytes });
  }

  /** Resumes a download of an earlier session. */
  async finish(source: SourceInfo): Promise<void> {
    await this.#take({ id: source.id, name: source.name, update: source.set !== null, ask: { by: "update", ask: { id: source.id, accept_expired: false } }, bytes: 0 });
  }

  /** Resumes what was paused, or tries again. */
  async resume(): Promise<void> {
    if (this.taking !== null) await this.#take(this.taking);
  }

  /** Stops the download; what arrived is kept. */
  async pause(): Promise<void> {
    await this.getting.stop();
  }

  /** Takes what was paused, failed or is there from the page. */
  dismiss(): void {
    if (this.getting.running) return;
    this.taking = null;
    this.ready = null;
    this.getting.dismiss();
    void this.refresh();
  }

  async #take(taking: Taking): Promise<void> {
    if (this.getting.running) return;
    if (this.taking?.id !== taking.id) this.arrived = 0;
    this.taking = taking;
    this.ready = null;
    this.checked.delete(taking.id);
    const { ask } = taking;
    const begin = async (onEvent: (event: JobEvent<Got>) => void): Promise<JobId> =>
      ask.by === "get" ? start("source_get", ask.ask, onEvent) : start("source_update", { ...ask.ask, check: false }, onEvent);
    await this.getting.run(
      taking.name,
      (onEvent) =>
        begin((event) => {
          onEvent(event);
          if (event.kind === "progress" && event.progress.phase === "fetching" && this.taking !== null) {
            // What was there before is not counted by the program.
            const { done, total } = event.progress;
            const bytes = Math.max(this.taking.bytes, total);
            if (bytes !== this.taking.bytes) this.taking = { ...this.taking, bytes };
            this.arrived = bytes - total + done;
          } else if (event.kind === "failed") {
            announce(t(wasStopped(event.failure) ? "sources.paused.name" : "sources.failed.name", { name: inert(taking.name) }));
            void this.refresh();
          }
        }),
      async (got) => {
        this.taking = null;
        this.ready = got;
        announce(t("sources.ready", { name: inert(got.name), holds: holdsOf(got) }));
        if (got.file !== null) indexes.verified.delete(got.file);
        await Promise.all([app.refreshIndexes(), this.refresh()]);
      },
    );
  }

  async forget(source: SourceInfo): Promise<void> {
    this.forgetting = null;
    try {
      await call("source_forget", { id: source.id });
      if (this.taking?.id === source.id) this.dismiss();
      if (this.ready?.id === source.id) this.ready = null;
      speaker.say(t("sources.forgotten"));
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
    this.checked.delete(source.id);
    await Promise.all([app.refreshIndexes(), this.refresh()]);
  }
}

/** Says how a download ended; where its card is, that says so too. */
function announce(message: string): void {
  if (places.here.at === "indexes") speaker.tell(message);
  else speaker.say(message);
}

/** Whether the publisher's last word is too old. */
export const isExpired = ({ warnings }: Got): boolean => warnings.some(({ code }) => code === "index-expired");

/** Whether it is certain to be the newest state: only a word that still holds says so. */
export const isSure = ({ warnings }: Got): boolean => !warnings.some(({ code }) => code === "index-expired" || code === "clock-wrong");

/** Whether the disk has too little room for it. */
export const lacksRoom = ({ needs, free }: Got): boolean => free !== null && free < needs;

/** Returns what was typed as an address: people leave out how it begins. */
export function addressOf(typed: string): string {
  const text = typed.trim();
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?[/#]/u.test(text) ? `https://${text}` : text;
}

/** Returns the host of an address. */
export function hostOf(url: string): string {
  return url.split("/")[2] ?? url;
}

/** Returns how much there is in it, in words. */
export function holdsOf({ works, records }: Pick<Got, "works" | "records">): string {
  const parts: string[] = [];
  if (works > 0 || records === 0) parts.push(t("sources.works", { n: works }));
  if (records > 0) parts.push(t("sources.records", { n: records }));
  return list(parts);
}

/** Returns what an update brings, in words. */
export function newsOf({ new_works, new_records, gone }: Pick<Got, "new_works" | "new_records" | "gone">): string {
  const parts: string[] = [];
  if (new_works > 0) parts.push(t("sources.new.works", { n: new_works }));
  if (new_records > 0) parts.push(t("sources.new.records", { n: new_records }));
  if (gone > 0) parts.push(t("sources.gone", { n: gone }));
  return parts.length === 0 ? t("sources.same") : parts.join(", ");
}

/** Returns a fingerprint in groups of four, as publishers print it. */
export function grouped(fingerprint: string): string {
  return (fingerprint.replace(/[^\p{L}\p{N}]/gu, "").match(/.{1,4}/gu) ?? []).join(" ");
}

export const sources = new Sources();
