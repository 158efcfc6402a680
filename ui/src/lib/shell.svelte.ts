/** The overlays of the window, and the keys that work everywhere. */

import { app } from "./app.svelte";
import { percent, t } from "./i18n/index.svelte";
import { menu, byKey } from "./menu.svelte";
import { places, type Place } from "./places.svelte";
import { printing } from "./printing.svelte";
import { speaker } from "./say.svelte";
import { system } from "./system.svelte";

class Shell {
  tour = $state(false);
  keys = $state(false);
  /** How many files are being dragged over the window. */
  dropping = $state(0);
}

export const shell = new Shell();

/** The places that Ctrl and a digit go to. */
export const NUMBERED = ["check", "lookup", "results", "clients", "indexes", "privacy"] as const;

/** The sizes that everything can be drawn in, in percent. */
export const SIZES: readonly number[] = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

/** The name of the modifier key for commands on this system. */
export const commandKey = (): string => (navigator.userAgent.includes("Mac") ? "⌘" : t("keys.command"));

/** Presses the element that the view assigned to a shortcut, if there is one. */
function press(shortcut: string): boolean {
  const target = document.querySelector<HTMLElement>(`[data-shortcut="${shortcut}"]`);
  if (target === null) return false;
  if (target instanceof HTMLInputElement) target.focus();
  else target.click();
  return true;
}

/** Handles the keys that work everywhere. */
export function keys(event: KeyboardEvent): void {
  if (zoomed(event)) {
    event.preventDefault();
    return;
  }
  // A dialog of the system is open; the page waits for it.
  if (system.open) {
    event.preventDefault();
    return;
  }
  if (menu.items.length > 0 || byKey(event)) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "p") {
    event.preventDefault();
    // A dialog would cover what is printed.
    if (!event.shiftKey && document.querySelector("dialog[open]") === null) void printing.print();
    return;
  }
  // A dialog has the keyboard to itself.
  if (document.querySelector("dialog[open]") !== null) return;
  if (answered(event)) event.preventDefault();
}

/** Changes the size of everything by one step, or back to the natural one. */
function zoomed(event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const now = app.settings.zoom;
  const wanted = {
    "+": SIZES.find((size) => size > now),
    "=": SIZES.find((size) => size > now),
    "-": SIZES.findLast((size) => size < now),
    _: SIZES.findLast((size) => size < now),
    "0": 100,
  }[event.key];
  if (!["+", "=", "-", "_", "0"].includes(event.key)) return false;
  if (wanted !== undefined && wanted !== now) void app.set({ zoom: wanted });
  speaker.say(t("zoom.now", { size: percent((wanted ?? now) / 100) }));
  return true;
}

function go(place: Place): true {
  places.go(place);
  return true;
}

function answered(event: KeyboardEvent): boolean {
  if (event.key === "F1") return go({ at: "help" });
  if (event.altKey && event.key === "ArrowLeft") return press("back");
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
  const place = NUMBERED[Number(event.key) - 1];
  if (place !== undefined) return go({ at: place });
  switch (event.key.toLowerCase()) {
    case ",":
      return go({ at: "settings" });
    case "z":
      // In a text field, what was typed is undone.
      return event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? false : press("undo");
    case "o":
      return press("open");
    case "s":
      // Never the browser's own dialog, which would save the page.
      press("save");
      return true;
    case "f":
      press("find");
      return true;
    default:
      return false;
  }
}
