/**
 * The current place in the window: one of a few; there are no addresses.
 *
 * Going somewhere else moves the focus to the heading there, so that a screen
 * reader announces it; going back returns to the previous place.
 */

import { tick } from "svelte";
import type { FilePath, Id, RunId } from "./wire";

export type Place =
  | { readonly at: "check" | "results" | "indexes" | "privacy" | "settings" }
  | { readonly at: "clients"; readonly run?: RunId }
  | { readonly at: "result"; readonly id: Id }
  | { readonly at: "index"; readonly file: FilePath };

const LONGEST = 50;

class Places {
  here = $state.raw<Place>({ at: "check" });
  #earlier: Place[] = [];

  /** Goes to a place. */
  go(place: Place): void {
    if (JSON.stringify(place) === JSON.stringify(this.here)) {
      void focusHeading();
      return;
    }
    this.#earlier.push(this.here);
    if (this.#earlier.length > LONGEST) this.#earlier.shift();
    this.here = place;
    void focusHeading();
  }

  /** Goes back to the previous place, else to `otherwise`. */
  back(otherwise: Place): void {
    this.here = this.#earlier.pop() ?? otherwise;
    void focusHeading();
  }

  /** Removes a result that no longer exists from the history. */
  without(id: Id): void {
    this.#earlier = this.#earlier.filter((place) => place.at !== "result" || place.id !== id);
  }
}

export const places = new Places();

/** Moves the focus to the heading of the view, without scrolling to its middle. */
export async function focusHeading(): Promise<void> {
  await tick();
  const heading = document.querySelector<HTMLElement>("main h1");
  document.querySelector("main")?.scrollTo({ top: 0 });
  window.scrollTo({ top: 0 });
  heading?.focus({ preventScroll: true });
}
