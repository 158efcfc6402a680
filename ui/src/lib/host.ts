/**
 * The program behind the window: the only file that knows Tauri.
 *
 * Commands, their arguments, answers and channel events are typed by the
 * generated `Commands`; nothing here knows a particular one. Every refusal
 * becomes a `Failure`.
 */

import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Commands, Events, Failure } from "./wire";

type Name = keyof Commands;
/** Commands that answer once. */
export type Call = { [C in Name]: Commands[C] extends [unknown, unknown] ? C : never }[Name];
/** Commands that start a job and report on it over a channel. */
export type Start = Exclude<Name, Call>;

type Ask<C extends Name> = Commands[C][0];
type Answer<C extends Name> = Commands[C][1];
type EventOf<C extends Start> = Commands[C] extends [unknown, unknown, infer E] ? E : never;
type Asked<C extends Name> = Ask<C> extends null ? [] : [ask: Ask<C>];

/** Runs a command and returns its answer; throws a `Failure` when it is refused. */
export async function call<C extends Call>(command: C, ...asked: Asked<C>): Promise<Answer<C>> {
  try {
    return await invoke<Answer<C>>(command, asked.length > 0 ? { ask: asked[0] } : {});
  } catch (refusal) {
    throw failureOf(refusal);
  }
}

/** Starts a job; `onEvent` gets the events of its channel, in order. */
export async function start<C extends Start>(
  command: C,
  ask: Ask<C>,
  onEvent: (event: EventOf<C>) => void,
): Promise<Answer<C>> {
  const events = new Channel<EventOf<C>>(onEvent);
  try {
    return await invoke<Answer<C>>(command, { ask, events });
  } catch (refusal) {
    throw failureOf(refusal);
  }
}

/** Listens for events that the program sends unasked. */
export async function hear<E extends keyof Events>(event: E, heard: (payload: Events[E]) => void): Promise<void> {
  await listen<Events[E]>(event, ({ payload }) => heard(payload));
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}

/** Returns a refusal as a `Failure`; as an `internal` one when it is something else. */
export function failureOf(value: unknown): Failure {
  if (isFailure(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  return { code: "internal", message: { en: message, de: message }, hint: { en: "", de: "" }, path: null };
}
