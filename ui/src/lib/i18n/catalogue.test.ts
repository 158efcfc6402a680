import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { de } from "./de";
import { en } from "./en";
import { type Message, LANGUAGES, catalogues, day, languageOf, localeOf, number, percent, size, speak, t, timeLeft } from "./index.svelte";

const forms = (message: Message): string[] => (typeof message === "string" ? [message] : [message.one, message.other]);
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/gu)].map((found) => found[1] ?? "").sort();
const entries = Object.entries(en) as [keyof typeof en, Message][];

describe("the message catalogue", () => {
  it("has every key in every language, and no other", () => {
    for (const language of Object.keys(LANGUAGES)) {
      const catalogue = catalogues[language as keyof typeof LANGUAGES];
      expect(Object.keys(catalogue).sort(), language).toEqual(Object.keys(en).sort());
    }
  });

  it("has a sentence wherever English has one", () => {
    for (const [key, message] of entries)
      forms(message).forEach((form, n) => expect(forms(de[key])[n]?.trim() === "", key).toBe(form.trim() === ""));
  });

  it("names the same values in every language", () => {
    for (const [key, message] of entries)
      forms(message).forEach((form, n) => expect(names(forms(de[key])[n] ?? ""), key).toEqual(names(form)));
  });

  it("is translated", () => {
    // Names, formats and words that are the same in both languages.
    const same = entries.filter(([key, message]) => forms(message).join() === forms(de[key]).join()).map(([key]) => key);
    for (const key of same) expect(forms(en[key]).join(" ").split(" ").length, key).toBeLessThan(5);
  });

  it("has no markup and no straight quotation marks", () => {
    for (const catalogue of Object.values(catalogues))
      for (const [key, message] of Object.entries(catalogue) as [string, Message][])
        for (const form of forms(message)) expect(form, key).not.toMatch(/[<>"]|'/u);
  });

  it("reads as each language is written", () => {
    const calques = {
      en: /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b)|\b(?:is|are) none\b|\banew\b|\bwhoever\b|\bstands? in\b|\blies? in\b(?! such a range)|\bbeside\b|\bso many\b|\bat the most\b| […%]/iu,
      de: /\bbefragt|\bohne Rest\b|\bwas ist was\b|\bist so\b|\bvon dieser Art\b|\bnicht zu gebrauchen\b|\bsteht dabei\b|\bSagen Sie, was\b|[^\u00a0][…%]/iu,
    };
    for (const language of ["en", "de"] as const)
      for (const [key, message] of Object.entries(catalogues[language]) as [string, Message][])
        for (const form of forms(message)) expect(form, key).not.toMatch(calques[language]);
  });

  it("has no message that is never used", () => {
    const folder = new URL("../..", import.meta.url).pathname;
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(svelte|ts)$/u.test(file) && !/i18n\/(en|de|report)\.ts$|\.test\.ts$/u.test(file));
    const source = files.map((file) => readFileSync(`${folder}/${file}`, "utf8")).join("\n");
    const built = [...source.matchAll(/`([a-z]+(?:\.[a-z-]+)*\.)\$\{[^}]*\}([^`]*)`/gu)].map((found) => [found[1] ?? "", found[2] ?? ""] as const);
    const unsaid = entries
      .map(([key]) => key)
      .filter((key) => !source.includes(`"${key}"`) && !built.some(([start, end]) => key.startsWith(start) && key.endsWith(end.replace(/\$\{[^}]*\}/gu, ""))));
    expect(unsaid).toEqual([]);
  });
});

describe("the language", () => {
  it("counts as each language does", () => {
    speak("en", "en-GB");
    expect([0, 1, 2].map((n) => t("results.count", { n }))).toEqual(["0 results", "1 result", "2 results"]);
    speak("de", "de-AT");
    expect([0, 1, 2].map((n) => t("results.count", { n }))).toEqual(["0 Ergebnisse", "1 Ergebnis", "2 Ergebnisse"]);
  });

  it("writes numbers, dates and sizes as the place does", () => {
    speak("en", "en-GB");
    expect(number(7_512_330)).toBe("7,512,330");
    expect(day("2021-06-30")).toBe("30 June 2021");
    expect(size(1_900_000)).toBe("1.9 MB");
    expect(percent(0.459)).toBe("45%");
    speak("de", "de_DE");
    expect(number(7_512_330)).toBe("7.512.330");
    expect(day("2021-06-30")).toBe("30. Juni 2021");
    expect(size(1_900_000)).toBe("1,9 MB");
    expect(percent(0.459)).toBe("45\u00a0%");
    expect(day("0000-00-00")).toBe("0000-00-00");
  });

  it("rounds the time left, and says nothing when it is not known", () => {
    speak("en", "en");
    expect(timeLeft(null)).toBe("");
    expect([2, 31, 61, 600, 7_200].map(timeLeft)).toEqual([
      "about 5 seconds left",
      "about 35 seconds left",
      "about 1 minute left",
      "about 10 minutes left",
      "about 2 hours left",
    ]);
  });

  it("takes the system's language where it has it", () => {
    expect(["de-AT", "DE", "en_US", "fr", "", null].map((tag) => languageOf(tag))).toEqual(["de", "de", "en", null, null, null]);
    expect(localeOf("en", "en_ZA")).toBe("en-ZA");
    expect(localeOf("de", "en_ZA")).toBe("de");
    expect(localeOf("en", "en-@@")).toBe("en");
  });

  it("inserts values unchanged, whatever they look like", () => {
    speak("en", "en");
    expect(t("result.index", { name: "{name} $& <b>" })).toBe("Index: {name} $& <b>");
  });
});
