import { describe, expect, it } from "vitest";
import { headOf, toldOf } from "./failure";
import { speak } from "./i18n/index.svelte";
import type { Code } from "./wire";

const warning = (code: Code, message: string = code): { code: Code; message: string } => ({ code, message });

describe("what went wrong", () => {
  it("is said once", () => {
    const told = toldOf([warning("isbn-invalid"), warning("no-number"), warning("isbn-invalid")]);
    expect(told).toEqual([warning("isbn-invalid")]);
    expect(toldOf([warning("no-number"), warning("no-file")])).toEqual([warning("no-number"), warning("no-file")]);
    expect(toldOf([warning("isbn-invalid", "one"), warning("isbn-invalid", "two")])).toHaveLength(2);
  });

  it("is said by the program where its code says nothing of it", () => {
    speak("en", "en");
    const message = { en: "the ISBN has 12 digits", de: "Die ISBN hat 12 Ziffern." };
    expect(headOf({ code: "invalid-argument", message })).toEqual(["The ISBN has 12 digits.", ""]);
    expect(headOf({ code: "damaged", message })).toEqual(["The file, or part of it, is damaged.", "the ISBN has 12 digits"]);
  });
});
