/** How much room the window has. */

import { innerHeight } from "svelte/reactivity/window";

/** Below this height in pixels the rows of a list need the room; base.css has the same. */
const LOW = 704;

/** Returns whether the window is so low that what narrows a list is folded up. */
export function isLow(): boolean {
  return (innerHeight.current ?? LOW + 1) <= LOW;
}
