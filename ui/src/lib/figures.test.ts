import { beforeAll, describe, expect, it } from "vitest";
import { covered, howSure, hundred, matching, outOf, place, range } from "./figures";
import { speak } from "./i18n/index.svelte";
import type { Hundred, ShareFigure } from "./wire";

beforeAll(() => speak("en", "en-GB"));

const near = (n: number): Hundred => ({ kind: "near", n });
const share = (about: Hundred, low: number, high: number): ShareFigure => ({ about, low, high });

describe("figures", () => {
  it("are said as the program has them", () => {
    expect([near(0), { kind: "hardly" } as const, near(50), { kind: "all-but" } as const, near(100)].map(hundred)).toEqual(["0", "fewer than 1", "50", "more than 99", "100"]);
    expect(outOf(share(near(97), 90, 100))).toBe("about 97 of 100");
    expect(outOf(share({ kind: "all-but" }, 90, 100))).toBe("more than 99 of 100");
    expect(outOf(share(near(0), 0, 1))).toBe("0 of 100");
    expect(range(share(near(90), 88, 97))).toBe("very likely between 88 and 97");
    expect(range(share(near(100), 100, 100))).toBe("very likely 100");
  });

  it("say how much of a chapter matches, never all or none of what is only nearly so", () => {
    const spans = [
      { from: 0, to: 0.1 },
      { from: 0.9, to: 1 },
    ];
    expect(covered(spans, 0, 0.2)).toBeCloseTo(0.5);
    expect(covered([], 0.5, 0.5)).toBe(0);
    expect([0, 0.001, 0.501, 0.999, 1].map(matching)).toEqual(["nothing matches", "fewer than 1 of 100 parts match", "50 of 100 parts match", "more than 99 of 100 parts match", "all of it matches"]);
  });

  it("name places", () => {
    expect(place({ kind: "nowhere" })).toBe("");
    expect(place({ kind: "whole" })).toBe("From the beginning to the end of your text.");
    const parts = [
      { from: 20, to: 23 },
      { from: 50, to: 50 },
    ];
    expect(place({ kind: "parts", parts, n_shorter: 2 })).toBe("Counted from the beginning of your text: from 20% to 23%, at 50% and in 2 shorter places.");
  });

  it("say how sure they are", () => {
    expect(howSure({ kind: "text", n: 209 })).toContain("209 stretches match");
    expect(howSure({ kind: "few", n: 1 })).toBe("Less sure: it rests on 1 matching stretch only. Please compare the two texts yourself.");
    expect(howSure({ kind: "file" })).toContain("checksum");
    expect(howSure({ kind: "entry" })).toBe("It rests on an entry alone; no text was compared.");
    expect(howSure({ kind: "tier", tier: "strong" })).toBe("Very likely this work.");
  });
});
