import { describe, expect, it } from "vitest";
import { asked, periodOf, presetOf, sideOf } from "./cutoff";
import { CUTOFFS } from "./i18n/report";

const period = { from: "2021-06-01", to: "2021-07-31" };

describe("a cut-off date", () => {
  it("is unclear from its first day to its last", () => {
    const dates = ["2021-05-31 23:59:59", "2021-06-01", "2021-07-31 23:59:59", "2021-08-01", "0000", null];
    expect(dates.map((date) => sideOf(date, period))).toEqual(["before", "unclear", "unclear", "after", "unknown", "unknown"]);
  });

  it("is never after the date of a last change", () => {
    expect(["2021-05-31", "2021-06-01", "2021-08-01", null].map((date) => sideOf(date, period, "changed"))).toEqual(["before", "unknown", "unknown", "unknown"]);
  });

  it("needs two days in their order", () => {
    expect(periodOf("2021-06-01", "2021-07-31")).toEqual(period);
    expect(periodOf("2021-06-01", "2021-06-01")).toEqual({ from: "2021-06-01", to: "2021-06-01" });
    for (const [from, to] of [["2021-07-31", "2021-06-01"], ["", "2021-06-01"], ["2021-06-01", ""], ["", ""], ["2021-06", "2021-07"]] as const) expect(periodOf(from, to)).toBeNull();
  });

  it("is asked for by its name, if it has one", () => {
    expect(CUTOFFS.map((preset) => asked(preset))).toEqual(["bartz-libgen", "bartz-pilimi"]);
    expect(presetOf(period)?.sources).toHaveLength(2);
    expect(asked({ from: "2021-06-02", to: "2021-07-31" })).toBe("2021-06-02..2021-07-31");
    expect(asked(null)).toBeNull();
  });
});
