import { beforeAll, describe, expect, it } from "vitest";
import { covered, howSure, hundred, matching, outOf, place, range, sideOf, tidy } from "./figures";
import { speak } from "./i18n/index.svelte";
import type { Match } from "./wire";

beforeAll(() => speak("en", "en-GB"));

describe("figures", () => {
  it("never say all or none of what is only nearly so", () => {
    expect([0, 0.004, 0.01, 0.5, 0.996, 1, Number.NaN, 7].map(hundred)).toEqual(["0", "fewer than 1", "1", "50", "more than 99", "100", "0", "100"]);
    expect(outOf({ estimate: 0.97, low: 0.9, high: 1 })).toBe("about 97 of 100");
    expect(outOf({ estimate: 0.999, low: 0.9, high: 1 })).toBe("more than 99 of 100");
  });

  it("round an interval outwards", () => {
    expect(range({ estimate: 0.9, low: 0.881, high: 0.962 })).toBe("very likely between 88 and 97");
    expect(range({ estimate: 1, low: 1, high: 1 })).toBe("very likely 100");
  });

  it("stay inside the manuscript whatever the spans are", () => {
    const spans = [
      { from: -3, to: 0.1 },
      { from: 0.9, to: 7 },
      { from: 0.6, to: 0.4 },
      { from: Number.NaN, to: 1 },
    ];
    expect(tidy(spans)).toEqual([
      { from: 0, to: 0.1 },
      { from: 0.9, to: 1 },
    ]);
    expect(tidy([{ from: 0.5, to: 1 }, { from: 0, to: 0.6 }, { from: 0.1, to: 0.2 }])).toEqual([{ from: 0, to: 1 }]);
    expect(covered(tidy(spans), 0, 0.2)).toBeCloseTo(0.5);
    expect(covered([], 0.5, 0.5)).toBe(0);
    expect([0, 0.501, 1].map(matching)).toEqual(["nothing matches", "50 of 100 parts match", "all of it matches"]);
  });

  it("name at most four places, in reading order", () => {
    expect(place([])).toBe("");
    expect(place([{ from: 0, to: 0.98 }])).toBe("From the beginning to the end of your text.");
    const many = Array.from({ length: 6 }, (_, n) => ({ from: n / 10, to: n / 10 + 0.01 * (n + 1) }));
    expect(place(many)).toBe(
      "Counted from the beginning of your text: from 20 % to 23 %, from 30 % to 34 %, from 40 % to 45 %, from 50 % to 56 % and in 2 shorter places.",
    );
  });

  it("say how sure they are", () => {
    const match = (verdict: Match["verdict"], hits?: number): Match => ({
      index: 0,
      work: { id: "", title: "", author: "" },
      verdict,
      records: [],
      ...(hits === undefined ? {} : { hits }),
    });
    expect(howSure(match("same-text", 209))).toContain("209 stretches match");
    expect(howSure(match("same-text", 1))).toBe("Less sure: it rests on 1 matching stretch only. Please compare the two texts yourself.");
    expect(howSure(match("same-file"))).toContain("checksum");
    expect(howSure(match("listed"))).toBe("It rests on a catalogue entry alone.");
  });

  it("count the day itself as before", () => {
    expect(["2021-06-30", "2021-06-30 23:59:59", "2021-07-01", "0000", null].map((added) => sideOf(added, "2021-06-30"))).toEqual([
      "before",
      "before",
      "after",
      "unknown",
      "unknown",
    ]);
  });
});
