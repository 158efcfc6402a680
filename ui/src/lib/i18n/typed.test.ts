/**
 * What the program can say has a sentence in every language, or the pages do
 * not compile: tried on copies of the files in memory.
 */

import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../../..", import.meta.url).pathname;
const FILES = ["src/lib/i18n/de.ts", "src/lib/i18n/en.ts", "src/lib/i18n/index.svelte.ts", "src/fake/program.ts", "src/lib/figures.ts", "src/lib/failure.ts"];

/** Returns where the pages do not compile when `file` is changed by `change`. */
function faults(file: string, change: (text: string) => string): string[] {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (path) => readFileSync(path, "utf8"));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (path) => {
    const text = read(path);
    return path.endsWith(file) && text !== undefined ? change(text) : text;
  };
  const program = ts.createProgram(
    FILES.map((name) => ROOT + name),
    options,
    host,
  );
  const found = ts.getPreEmitDiagnostics(program).map(({ file: at }) => at?.fileName.slice(ROOT.length) ?? "");
  return [...new Set(found)];
}

/** Takes out the line of a key. */
const without = (key: string) => (text: string) => text.replace(new RegExp(`^ *"${key}":.*\n`, "mu"), "");

describe("the words of the program are types", { timeout: 120_000 }, () => {
  it("compile as they are", () => {
    expect(faults("de.ts", (text) => text)).toEqual([]);
  });

  it("do not compile when a language lacks a key", () => {
    expect(faults("de.ts", without("nav.check"))).toContain("src/lib/i18n/de.ts");
    expect(faults("de.ts", without("privacy.try.fork"))).toContain("src/lib/i18n/de.ts");
    expect(faults("report.ts", without("failure.truncated"))).not.toEqual([]);
  });

  it("do not compile when a language has a key that nobody asks for", () => {
    const dead = (text: string): string => text.replace('  "nav.check":', '  "nav.nowhere": "",\n  "nav.check":');
    expect(faults("de.ts", dead)).toContain("src/lib/i18n/de.ts");
    const tried = (text: string): string => text.replace('  "privacy.try.fork":', '  "privacy.try.tcp-4": "",\n  "privacy.try.fork":');
    expect(faults("en.ts", tried)).toContain("src/lib/i18n/en.ts");
  });

  it("do not compile when the program has a code or an attempt that they do not know", () => {
    const added = (text: string): string => text.replace("export type Code = ", 'export type Code = "brand-new" | ');
    expect(faults("wire.ts", added)).toContain("src/lib/i18n/en.ts");
    const renamed = (text: string): string => text.replace('"fork"', '"spawn"');
    expect(faults("wire.ts", renamed)).toEqual(expect.arrayContaining(["src/lib/i18n/de.ts", "src/lib/i18n/en.ts"]));
  });
});
