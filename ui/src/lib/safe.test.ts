import { describe, expect, it } from "vitest";
import { blank, clamp, inert, pieces } from "./safe";

const plain = (text: string): string => pieces(text).map((piece) => piece.text).join("");

describe("words from outside", () => {
  it("keep the ordinary words of any script", () => {
    for (const name of ["Sanshirō", "قصة مدينتين", "नमस्ते", "می\u200cخواهم", "三四郎", "👩\u200d🚀", "<b>&amp;</b>"]) {
      expect(pieces(name)).toEqual([{ text: name, mark: false }]);
    }
  });

  it("show overrides as marks", () => {
    expect(pieces("novel\u202efdp.exe")).toEqual([
      { text: "novel", mark: false },
      { text: "U+202E", mark: true },
      { text: "fdp.exe", mark: false },
    ]);
    expect(plain("\u2067x\u2069")).toBe("U+2067xU+2069");
  });

  it("lose control characters, line ends and invisible characters", () => {
    expect(plain("a\r\nb\u2028c\u200b\ufeffd")).toBe("a  b cd");
    expect(plain("a\u0000b\u009b")).toBe("aU+0000bU+009B");
    expect(plain("\ud800x")).toBe("\ufffdx");
    expect(pieces(" \n\u200b")).toEqual([]);
    expect(blank("\u200b \n")).toBe(true);
    expect(blank(null)).toBe(true);
    expect(blank("x")).toBe(false);
  });

  it("are cut between characters", () => {
    expect(clamp("x".repeat(5000), 160).text).toHaveLength(160);
    expect(clamp("👩".repeat(5), 5)).toEqual({ text: "👩".repeat(5), cut: false });
    expect(clamp("👩".repeat(6), 5)).toEqual({ text: `${"👩".repeat(4)}…`, cut: true });
    expect(clamp("abc", 3).cut).toBe(false);
  });

  it("are isolated where no element is allowed", () => {
    expect(inert("a\u202eb")).toBe("\u2068a[U+202E]b\u2069");
    expect([...inert("x".repeat(5000))]).toHaveLength(162);
  });
});
