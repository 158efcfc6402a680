/**
 * The current place in the window: one of a few; there are no addresses.
 *
 * Going somewhere else moves the focus to the heading there, so that a screen
 * reader announces it. Going back returns to the previous place as it was: as far
 * down, in the same row, with the focus where it was.
 */

import { tick } from "svelte";
import type { FilePath, Id, RunId } from "./wire";

export type Place =
  | { readonly at: "check" | "lookup" | "results" | "indexes" | "privacy" | "settings" | "help" }
  | { readonly at: "clients"; readonly run?: RunId }
  | { readonly at: "result"; readonly id: Id }
  | { readonly at: "index"; readonly file: FilePath };

/** Where the reader was in a place. */
interface Spot {
  readonly scroll: number;
  /** The row of the list that had the focus, or was opened. */
  readonly row: number | null;
  /** The `data-spot` of the element that had the focus. */
  readonly element: string | null;
}

/** Puts the focus on a row of the list on the page, as far down as it was. */
type Return = (row: number, scroll: number) => Promise<void>;

const LONGEST = 50;

class Places {
  here = $state.raw<Place>({ at: "check" });
  /** Whether the reader came back to this place, and finds it as it was. */
  returned = false;
  #earlier: { readonly place: Place; readonly spot: Spot }[] = [];
  #list: Return | null = null;
  #row: number | null = null;

  /** Goes to a place. */
  go(place: Place): void {
    if (JSON.stringify(place) === JSON.stringify(this.here)) {
      void focusHeading();
      return;
    }
    this.#earlier.push({ place: this.here, spot: this.#spot() });
    if (this.#earlier.length > LONGEST) this.#earlier.shift();
    this.#leave(place, false);
    void focusHeading();
  }

  /** Goes to a place instead of this one: going back skips this one. */
  instead(place: Place): void {
    this.here = place;
    void focusHeading();
  }

  /** Goes back to the previous place, else to `otherwise`. */
  back(otherwise: Place): void {
    const earlier = this.#earlier.pop();
    this.#leave(earlier?.place ?? otherwise, earlier !== undefined);
    void (earlier === undefined ? focusHeading() : this.#restore(earlier.spot));
  }

  /** Goes back to the previous place, to its heading: what was open there is gone. */
  leave(otherwise: Place): void {
    this.#leave(this.#earlier.pop()?.place ?? otherwise, false);
    void focusHeading();
  }

  /** Removes a result that no longer exists from the history. */
  without(id: Id): void {
    this.#earlier = this.#earlier.filter(({ place }) => place.at !== "result" || place.id !== id);
  }

  /** Says which row of the list is being opened. */
  opening(row: number): void {
    this.#row = row;
  }

  /** Takes the list of the page that is shown; returns how to take it away again. */
  list(list: Return): () => void {
    this.#list = list;
    return () => {
      if (this.#list === list) this.#list = null;
    };
  }

  #leave(place: Place, returned: boolean): void {
    this.returned = returned;
    this.#row = null;
    this.here = place;
  }

  #spot(): Spot {
    const at = document.activeElement;
    const row = at?.closest<HTMLElement>("[data-index]")?.dataset["index"];
    return {
      scroll: window.scrollY,
      row: this.#row ?? (row === undefined ? null : Number(row)),
      element: at?.closest<HTMLElement>("[data-spot]")?.dataset["spot"] ?? null,
    };
  }

  async #restore({ scroll, row, element }: Spot): Promise<void> {
    await tick();
    if (row !== null && this.#list !== null) {
      await this.#list(row, scroll);
      return;
    }
    window.scrollTo({ top: scroll });
    const there = [...document.querySelectorAll<HTMLElement>("[data-spot]")].find((one) => one.dataset["spot"] === element);
    (there ?? document.querySelector<HTMLElement>("main h1"))?.focus({ preventScroll: true });
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
