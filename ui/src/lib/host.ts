/**
 * The program behind the window: the only file that knows Tauri.
 *
 * Commands, what they are asked, what they answer and what their channels tell
 * are typed by the generated `Commands`; nothing here knows any one of them.
 * Whatever a command is refused with comes out as a `Failure`.
 */

import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Commands, Events, Failure } from "./wire";

type Name = keyof Commands;
/** Commands that answer once. */
export type Call = { [C in Name]: Commands[C] extends [unknown, unknown] ? C : never }[Name];
/** Commands that begin a job and tell about it over a channel. */
export type Start = Exclude<Name, Call>;

type Ask<C extends Name> = Commands[C][0];
type Answer<C extends Name> = Commands[C][1];
type Told<C extends Start> = Commands[C] extends [unknown, unknown, infer E] ? E : never;
type Asked<C extends Name> = Ask<C> extends null ? [] : [ask: Ask<C>];

/** Asks the program for something; a refusal is a `Failure`. */
export async function call<C extends Call>(command: C, ...asked: Asked<C>): Promise<Answer<C>> {
  try {
    return await invoke<Answer<C>>(command, asked.length > 0 ? { ask: asked[0] } : {});
  } catch (refusal) {
    throw failureOf(refusal);
  }
}

/** Begins a job; `told` gets what its channel tells, in order. */
export async function start<C extends Start>(
  command: C,
  ask: Ask<C>,
  told: (event: Told<C>) => void,
): Promise<Answer<C>> {
  const events = new Channel<Told<C>>(told);
  try {
    return await invoke<Answer<C>>(command, { ask, events });
  } catch (refusal) {
    throw failureOf(refusal);
  }
}

/** Listens for what comes without having been asked for. */
export async function hear<E extends keyof Events>(event: E, heard: (payload: Events[E]) => void): Promise<void> {
  await listen<Events[E]>(event, ({ payload }) => heard(payload));
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}

/** Returns what went wrong as the failure that it is, or as an `internal` one. */
export function failureOf(value: unknown): Failure {
  if (isFailure(value)) return { ...value, message: value.message ?? "", hint: value.hint ?? "", path: value.path ?? null };
  const message = value instanceof Error ? value.message : String(value);
  return { code: "internal", message, hint: "", path: null };
}
