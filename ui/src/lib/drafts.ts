/** What is typed into the boxes of a result, until it is checked again: it stays while the reader is elsewhere. */

import type { Id } from "./wire";

interface Naming {
  readonly title: string;
  readonly author: string;
  readonly isbn: string;
}

export const namings = new Map<Id, Naming>();
