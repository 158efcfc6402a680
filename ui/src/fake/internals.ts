/**
 * What Tauri puts into a window, as far as the window uses it, over a program
 * that is made up. It is below `@tauri-apps/api`, so that the window's own
 * way to the program is tried too.
 */

import type { Program } from "./program";

type Callback = (message: unknown) => void;

interface Internals {
  invoke(command: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  transformCallback(callback?: Callback, once?: boolean): number;
  unregisterCallback(id: number): void;
}

declare global {
  interface Window {
    __TAURI_INTERNALS__?: Internals;
  }
}

function idOf(value: unknown): number | null {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "number" ? value.id : null;
}

/** Puts the program behind the window; returns how to send it an event. */
export function install(program: Program): (event: string, payload: unknown) => void {
  const callbacks = new Map<number, Callback>();
  const listeners = new Map<string, number[]>();
  let next = 1;

  window.__TAURI_INTERNALS__ = {
    transformCallback(callback, once = false) {
      const id = next++;
      callbacks.set(id, (message) => {
        if (once) callbacks.delete(id);
        callback?.(message);
      });
      return id;
    },
    unregisterCallback(id) {
      callbacks.delete(id);
    },
    async invoke(command, args = {}) {
      if (command === "plugin:event|listen") {
        const event = String(args["event"]);
        const handler = Number(args["handler"]);
        listeners.set(event, [...(listeners.get(event) ?? []), handler]);
        return handler;
      }
      if (command.startsWith("plugin:")) return null;
      const channel = idOf(args["events"]);
      let index = 0;
      // What crosses is JSON, so nothing is shared between the two sides.
      const tell = (message: unknown): void => {
        if (channel !== null) callbacks.get(channel)?.({ index: index++, message: JSON.parse(JSON.stringify(message)) });
      };
      const ask: unknown = args["ask"] === undefined ? null : JSON.parse(JSON.stringify(args["ask"]));
      const answer = await program.answer(command, ask, tell);
      return answer === undefined ? null : (JSON.parse(JSON.stringify(answer)) as unknown);
    },
  };
  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener: () => {} };

  return (event, payload) => {
    for (const handler of listeners.get(event) ?? []) callbacks.get(handler)?.({ event, id: handler, payload });
  };
}
