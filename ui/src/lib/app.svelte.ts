/** The program as a whole: its settings, its indexes, the files it was started with. */

import { call, failureOf } from "./host";
import { languageOf, speak } from "./i18n/index.svelte";
import { speaker } from "./say.svelte";
import type { AppState, Failure, IndexItem, Picked, Settings } from "./wire";

class App {
  ready = $state(false);
  failed = $state.raw<Failure | null>(null);
  version = $state("");
  settings = $state.raw<Settings>({ theme: "system", language: null, tour_seen: true, from: "", note: "", fetcher: true, zoom: 100 });
  indexes = $state.raw<readonly IndexItem[]>([]);
  samples = $state.raw<readonly Picked[]>([]);
  libraryProblem = $state.raw<Failure | null>(null);
  setAside = $state<string | null>(null);
  /** Whether the program that downloads indexes runs. */
  canFetch = $state(false);
  /** Whether the reader had switched it off: it starts with the window only. */
  #wasOff = $state(false);
  #system = "en";

  readonly asked = $derived(this.indexes.filter((item) => item.problem === null && item.searched));
  /** Whether all that can be looked up is book numbers. */
  readonly onlyNumbers = $derived(this.asked.length > 0 && this.asked.every((item) => item.info?.numbers_only === true && item.info.works === 0));
  /** Why nothing can be downloaded; null if it can. */
  readonly noFetch: "off" | "next-start" | "missing" | null = $derived(this.canFetch ? null : !this.settings.fetcher ? "off" : this.#wasOff ? "next-start" : "missing");

  /** Loads the state of the program and returns the files it was started with. */
  async begin(): Promise<readonly Picked[]> {
    try {
      const state: AppState = await call("app_state");
      this.version = state.version;
      this.#system = state.language;
      this.indexes = state.indexes;
      this.samples = state.samples;
      this.libraryProblem = state.library_problem;
      this.setAside = state.set_aside;
      this.canFetch = state.can_fetch;
      this.#wasOff = !state.settings.fetcher;
      this.#take(state.settings);
      return state.opened;
    } catch (refusal) {
      this.failed = failureOf(refusal);
      this.#take(this.settings);
      return [];
    } finally {
      this.ready = true;
    }
  }

  /** Changes some of the settings and saves them. */
  async set(change: Partial<Settings>): Promise<void> {
    const wanted = { ...this.settings, ...change };
    this.#take(wanted);
    if (!wanted.fetcher) [this.canFetch, this.#wasOff] = [false, true];
    try {
      this.#take(await call("settings_set", wanted));
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  /** Loads the list of indexes again. */
  async refreshIndexes(): Promise<void> {
    try {
      this.indexes = await call("indexes_list");
    } catch (refusal) {
      speaker.fail(failureOf(refusal));
    }
  }

  #take(settings: Settings): void {
    this.settings = settings;
    const language = languageOf(settings.language) ?? languageOf(this.#system) ?? "en";
    speak(language, this.#system);
    const root = document.documentElement;
    root.lang = language;
    root.dir = "ltr";
    if (settings.theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = settings.theme;
  }
}

export const app = new App();
