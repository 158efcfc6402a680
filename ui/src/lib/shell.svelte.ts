/** The overlays of the window, and the keys that work everywhere. */

import { places, type Place } from "./places.svelte";

class Shell {
  tour = $state(false);
  keys = $state(false);
  /** How many files are being dragged over the window. */
  dropping = $state(0);
}

export const shell = new Shell();

/** The places that Ctrl and a digit go to. */
export const NUMBERED = ["check", "lookup", "results", "clients", "indexes", "privacy"] as const;

/** The name of the modifier key for commands on this system. */
export const COMMAND = navigator.userAgent.includes("Mac") ? "⌘" : "Ctrl";

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
  // A dialog has the keyboard to itself.
  if (document.querySelector("dialog[open]") !== null) return;
  if (answered(event)) event.preventDefault();
}

function go(place: Place): true {
  places.go(place);
  return true;
}

function answered(event: KeyboardEvent): boolean {
  if (event.key === "F1") {
    shell.keys = true;
    return true;
  }
  if (event.altKey && event.key === "ArrowLeft") return press("back");
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
  const place = NUMBERED[Number(event.key) - 1];
  if (place !== undefined) return go({ at: place });
  switch (event.key.toLowerCase()) {
    case ",":
      return go({ at: "settings" });
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
