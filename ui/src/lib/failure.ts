/** What a failure is called in the window's language. */

import { has, t } from "./i18n/index.svelte";
import type { Failure } from "./wire";

/** Returns what happened; empty for a code that the catalogue does not know. */
export function sentenceOf(failure: Pick<Failure, "code">): string {
  const key = `failure.${failure.code}`;
  return has(key) ? t(key as "failure.unreadable") : "";
}

/** Returns what can be done about it; the program's own words for an unknown code. */
export function adviceOf(failure: Pick<Failure, "code" | "hint">): string {
  const key = `failure.${failure.code}.hint`;
  return has(key) ? t(key as "failure.unreadable.hint") : failure.hint;
}

/** Returns what happened in one sentence, for a place that has room for no more. */
export function shortly(failure: Pick<Failure, "code" | "message">): string {
  const sentence = sentenceOf(failure);
  return sentence === "" ? failure.message : sentence;
}
