/** The menu of what is under the pointer, or of what has the focus. */

import { clipboard, copy } from "./clipboard";
import { t } from "./i18n/index.svelte";
import { speaker } from "./say.svelte";

export interface MenuItem {
  readonly name: string;
  readonly act: () => void;
  readonly disabled?: boolean;
}

class Menu {
  items = $state.raw<readonly MenuItem[]>([]);
  x = $state(0);
  y = $state(0);
  #before: Element | null = null;

  /** Opens a menu where an event was, unless the menu would be empty. */
  show(event: MouseEvent, items: readonly MenuItem[]): void {
    event.preventDefault();
    event.stopPropagation();
    if (items.length === 0) return;
    this.#before ??= document.activeElement;
    this.items = items;
    this.x = event.clientX;
    this.y = event.clientY;
  }

  /** Closes the menu and gives the focus back. */
  close(): void {
    const before = this.#before;
    this.#before = null;
    this.items = [];
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  }
}

export const menu = new Menu();

/** Returns an attachment that gives an element a menu. */
export function contextual(items: () => readonly MenuItem[]): (element: HTMLElement) => () => void {
  return (element) => {
    const asked = (event: MouseEvent): void => {
      // A text field has its own, and so has a text that is selected.
      if (event.defaultPrevented || fieldOf(event.target) !== null) return;
      menu.show(event, [...ofSelection(), ...items()]);
    };
    element.addEventListener("contextmenu", asked);
    return () => element.removeEventListener("contextmenu", asked);
  };
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function fieldOf(target: EventTarget | null): Field | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && ["text", "search", "number", "url", "email"].includes(target.type) ? target : null;
}

function ofSelection(): readonly MenuItem[] {
  const text = document.getSelection()?.toString() ?? "";
  return text.trim() === "" ? [] : [{ name: t("menu.copy-selection"), act: () => void copy(text) }];
}

function ofField(field: Field): readonly MenuItem[] {
  const [from, to] = [field.selectionStart ?? 0, field.selectionEnd ?? 0];
  const selected = field.value.slice(from, to);
  const put = (text: string): void => {
    field.focus();
    field.setSelectionRange(from, to);
    // Unlike a new value, this can be undone, and the page hears of it.
    document.execCommand(text === "" ? "delete" : "insertText", false, text);
  };
  return [
    { name: t("menu.cut"), disabled: selected === "", act: () => void copy(selected).then((done) => done && put("")) },
    { name: t("menu.copy"), disabled: selected === "", act: () => void copy(selected) },
    { name: t("menu.paste"), act: () => void paste(field, put) },
    { name: t("menu.select-all"), disabled: field.value === "", act: () => { field.focus(); field.select(); } },
  ];
}

async function paste(field: Field, put: (text: string) => void): Promise<void> {
  const text = await clipboard();
  if (text !== null) {
    if (text !== "") put(text);
    return;
  }
  field.focus();
  if (!document.execCommand("paste")) speaker.say(t("menu.paste-failed"));
}

/** Handles every request for a menu that nothing else has answered: never the browser's own. */
export function asked(event: MouseEvent): void {
  if (event.defaultPrevented) return;
  const field = fieldOf(event.target);
  if (field !== null) {
    menu.show(event, ofField(field));
    return;
  }
  const digest = event.target instanceof Element ? event.target.closest("code")?.textContent?.trim() : undefined;
  const items = [...ofSelection()];
  if (digest !== undefined && digest !== "") items.push({ name: t("menu.copy-digest"), act: () => void copy(digest) });
  menu.show(event, items);
}

/** Opens the menu of what has the focus, for the Menu key and Shift+F10. */
export function byKey(event: KeyboardEvent): boolean {
  if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return false;
  event.preventDefault();
  const at = document.activeElement;
  if (menu.items.length > 0 || !(at instanceof HTMLElement)) return true;
  const box = at.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(24, box.width / 2), box.top + Math.min(box.height, 32)];
  at.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: x, clientY: y }));
  return true;
}
