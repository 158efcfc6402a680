/** The clipboard of the system. */

import { t } from "./i18n/index.svelte";
import { speaker } from "./say.svelte";

/** Puts a text on the clipboard and says so; returns whether it is there. */
export async function copy(text: string): Promise<boolean> {
  const done = await put(text);
  speaker.tell(done ? t("copy.done") : t("copy.failed"));
  if (!done) speaker.say(t("copy.failed"));
  return done;
}

async function put(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Some systems let a page copy only what is selected in it.
    const before = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  }
}

/** Returns the text on the clipboard; `null` where a page may not read it. */
export async function clipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}
