/** What a failure is called in the window's language. */

import { language, t } from "./i18n/index.svelte";
import type { Code, Failure, Said } from "./wire";

/** Returns a sentence of the program in the window's language. */
export function said(sentence: Said): string {
  return sentence[language()];
}

/** Returns what kind of thing happened. */
export function sentenceOf({ code }: { readonly code: Code }): string {
  return t(`failure.${code}`);
}

/** Returns what happened, and what the program says beyond it; empty where that is all. */
export function headOf(failure: Pick<Failure, "code" | "message">): readonly [head: string, detail: string] {
  // The sentence of this code does not say what is not valid.
  if (failure.code === "invalid-argument") return [saidOf(failure), ""];
  return [sentenceOf(failure), detailOf(failure)];
}

/** Returns what can be done about it; empty where nothing needs to be done. */
export function adviceOf({ hint }: Pick<Failure, "hint">): string {
  return said(hint);
}

/** Returns what can be done about a code. */
export function adviceOn(code: Code): string {
  return t(`failure.${code}.hint`);
}

/** Returns what the program says beyond the sentence of the code; empty where that is all. */
export function detailOf(failure: Pick<Failure, "code" | "message">): string {
  const message = said(failure.message);
  return message === sentenceOf(failure) ? "" : message;
}

/** Returns what happened as exactly as the program says it, as a sentence. */
export function saidOf(failure: Pick<Failure, "code" | "message">): string {
  const detail = detailOf(failure);
  if (detail === "") return sentenceOf(failure);
  const begun = detail.charAt(0).toLocaleUpperCase(language()) + detail.slice(1);
  return /[.!?…]$/u.test(begun) ? begun : `${begun}.`;
}

/** Returns the warnings without those that another explains: an ISBN that is not valid is why none is known. */
export function toldOf<W extends { readonly code: Code; readonly message: string }>(warnings: readonly W[]): W[] {
  const hasInvalid = warnings.some(({ code }) => code === "isbn-invalid");
  return warnings.filter((one, n) => {
    const isAgain = warnings.findIndex(({ code, message }) => code === one.code && message === one.message) < n;
    return !isAgain && !(hasInvalid && one.code === "no-number");
  });
}

/** Whether the reader stopped the work, which is not a failure. */
export function wasStopped({ code }: { readonly code: Code }): boolean {
  return code === "cancelled";
}
