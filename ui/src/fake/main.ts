/** Where the window begins that is tried in a browser. */

import type { Theme } from "../lib/wire";
import { pickedOf } from "./books";
import { install } from "./internals";
import { Program, dropped } from "./program";

const asked = new URLSearchParams(location.search);
const theme = asked.get("theme");

const program = new Program({
  language: asked.get("language") ?? "en-GB",
  theme: (theme === "light" || theme === "dark" ? theme : "system") satisfies Theme,
  tour: asked.has("tour"),
  empty: asked.has("empty"),
  results: Number(asked.get("results") ?? 24),
  titles: Number(asked.get("titles") ?? 480),
  works: Number(asked.get("works") ?? 412),
  pace: Number(asked.get("pace") ?? 400),
  leaky: asked.has("leaky"),
  sources: asked.has("sources"),
  nofetch: asked.get("nofetch") === "off" ? "off" : asked.has("nofetch") ? "missing" : null,
});
const emit = install(program);

/** What the tests reach for. */
const fake = {
  program,
  drop: (names: readonly string[]): void => emit("paths", dropped(names.map((name) => pickedOf(`/home/ines/Manuscripts/${name}`, name.endsWith(".csv") ? "list" : name.endsWith(".colophon") ? "index" : name.endsWith(".colophon-source") ? "source" : name.includes(".") ? "document" : "folder")))),
  over: (files: number): void => emit("paths", files === 0 ? { kind: "left" } : { kind: "over", files }),
};
export type Fake = typeof fake;
Object.assign(window, { fake });

await import("../main");
