/**
 * The message catalogue: all sentences of the window, in its language.
 *
 * Keys and the names in braces are typed, so that a message that does not exist
 * or lacks a value does not compile. Numbers, dates, sizes and lists are
 * written by `Intl`. Nothing untrusted passes through `t`: untrusted words
 * are set by `Name` and `Rich`, or made harmless by `inert` first.
 */

import { de } from "./de";
import { en } from "./en";
import { inert } from "../safe";

export type Key = keyof typeof en;
export type Plural = { readonly one: string; readonly other: string };
export type Message = string | Plural;
/** The same keys with sentences of another language. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Plural };
export type Catalogue = Translated<typeof en>;

type Named<S> = S extends `${string}{${infer N}}${infer Rest}` ? N | Named<Rest> : never;
type Text<K extends Key> = (typeof en)[K] extends { readonly other: infer S } ? S : (typeof en)[K];
type Names<K extends Key> = Named<Text<K>> | ((typeof en)[K] extends { readonly other: string } ? "n" : never);
export type Values<K extends Key> = { readonly [N in Names<K>]: N extends "n" ? number | string : string | number };
type Given<K extends Key> = [Names<K>] extends [never] ? [] : [values: Values<K>];

/** The keys of sentences that take no values. */
export type PlainKey = { [K in Key]: [Names<K>] extends [never] ? K : never }[Key];

/** The languages of the catalogue, by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, de };

/** Returns the language of the catalogue for a tag such as `de-AT`. */
export function languageOf(tag: string | null | undefined): Language | null {
  const main = tag?.toLowerCase().split(/[-_]/u)[0];
  return main === "en" || main === "de" ? main : null;
}

/** Returns the locale for `Intl`: the system's own if it is of this language. */
export function localeOf(language: Language, system: string): string {
  const tag = system.replaceAll("_", "-");
  if (languageOf(tag) !== language) return language;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? language;
  } catch {
    return language;
  }
}

class Formats {
  readonly plural: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
  readonly percent: Intl.NumberFormat;
  readonly day: Intl.DateTimeFormat;
  readonly plainDay: Intl.DateTimeFormat;
  readonly shortDay: Intl.DateTimeFormat;
  readonly moment: Intl.DateTimeFormat;
  readonly list: Intl.ListFormat;
  readonly languages: Intl.DisplayNames;
  readonly units: ReadonlyMap<string, Intl.NumberFormat>;

  constructor(locale: string) {
    this.plural = new Intl.PluralRules(locale);
    this.number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    this.percent = new Intl.NumberFormat(locale, { style: "percent" });
    this.day = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
    // A date without a time is the same date everywhere.
    this.plainDay = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
    this.shortDay = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
    this.moment = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
    this.languages = new Intl.DisplayNames([locale], { type: "language" });
    this.list = new Intl.ListFormat(locale, { type: "conjunction" });
    this.units = new Map(
      ["byte", "kilobyte", "megabyte", "gigabyte"].map((unit) => [
        unit,
        // "882 byte" is short for nothing.
        new Intl.NumberFormat(locale, {
          style: "unit",
          unit,
          unitDisplay: unit === "byte" ? "long" : "short",
          maximumFractionDigits: 1,
        }),
      ]),
    );
  }
}

class Tongue {
  language = $state<Language>("en");
  locale = $state("en");
  readonly formats = $derived(new Formats(this.locale));
}

const tongue = new Tongue();

/** Sets the language of the window. */
export function speak(language: Language, system: string): void {
  tongue.language = language;
  tongue.locale = localeOf(language, system);
}

/** Returns the language of the window. */
export function language(): Language {
  return tongue.language;
}

/** Fills the names in braces; numbers are written as the language does. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/gu, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? tongue.formats.number.format(value) : value;
  });
}

/** Returns the form of a message for its values. */
export function pattern(key: Key, values: Readonly<Record<string, string | number>>): string {
  const message: Message = catalogues[tongue.language][key];
  if (typeof message === "string") return message;
  const n = values["n"];
  return typeof n === "number" && tongue.formats.plural.select(n) === "one" ? message.one : message.other;
}

/** Returns a message in the language of the window. */
export function t<K extends Key>(key: K, ...given: Given<K>): string {
  const values: Readonly<Record<string, string | number>> = given[0] ?? {};
  return fill(pattern(key, values), values);
}

/** Whether the catalogue has a message with this key. */
export function has(key: string): key is Key {
  return Object.hasOwn(en, key);
}

/** Writes a number. */
export function number(n: number): string {
  return tongue.formats.number.format(n);
}

/** Returns a share, 0 to 1, in whole percent, rounded down. */
export function percent(share: number): string {
  return tongue.formats.percent.format(Math.floor(share * 100) / 100);
}

function written(format: Intl.DateTimeFormat, date: string): string {
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? date.slice(0, 40) : format.format(time);
}

/** Writes a date, or the date of a time; returns anything else as it is. */
export function day(date: string): string {
  return written(/^\d{4}-\d\d-\d\d$/u.test(date) ? tongue.formats.plainDay : tongue.formats.day, date);
}

/** Writes a date in its short form, for tables. */
export function shortDay(date: string): string {
  return written(tongue.formats.shortDay, date);
}

/** Writes a time with its date. */
export function moment(date: string): string {
  return written(tongue.formats.moment, date);
}

/** Writes the name of a language by its code; anything else as it is, harmless. */
export function languageName(code: string): string {
  if (!/^[a-z]{2,3}$/u.test(code)) return inert(code, 40);
  try {
    return tongue.formats.languages.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Writes a list: "a, b and c". */
export function list(parts: readonly string[]): string {
  return tongue.formats.list.format(parts);
}

/** Writes a size in bytes in the unit that a file manager would use. */
export function size(bytes: number): string {
  const [unit, part] =
    bytes >= 1e9 ? ["gigabyte", 1e9] : bytes >= 1e6 ? ["megabyte", 1e6] : bytes >= 1e3 ? ["kilobyte", 1e3] : ["byte", 1];
  return tongue.formats.units.get(unit as string)?.format(bytes / (part as number)) ?? String(bytes);
}

/** Writes the time left, rounded; empty when it is not known. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 55) return t("time.seconds", { n: Math.max(5, Math.ceil(seconds / 5) * 5) });
  if (seconds < 5400) return t("time.minutes", { n: Math.max(1, Math.round(seconds / 60)) });
  return t("time.hours", { n: Math.round(seconds / 3600) });
}
