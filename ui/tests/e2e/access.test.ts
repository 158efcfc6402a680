/**
 * Every screen, in both themes and both languages: axe-core finds nothing; on a
 * page of 320 pixels, as at 400% zoom, nothing is wider than the page; no title
 * runs, and nothing breaks the policy.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stage, drawn, raise, strike, visit } from "../support/browser";
import { SCREENS } from "../support/screens";

declare const axe: { run(options: RunOptions): Promise<AxeResults> };

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

async function violations(page: Page, theme: string): Promise<string[]> {
  await page.evaluate((wanted) => (document.documentElement.dataset["theme"] = wanted), theme);
  await drawn(page);
  return page.evaluate(
    async (rules) => {
      const found = await axe.run({ runOnly: [...rules], resultTypes: ["violations"] });
      return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join("; ")}`);
    },
    RULES,
  );
}

/** Returns by how much the page is too wide, and what sticks out. */
async function beyond(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 568 });
  await drawn(page);
  return page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const outside = [...document.querySelectorAll<HTMLElement>("main *, nav *, dialog *")].filter((element) => {
      const box = element.getBoundingClientRect();
      // Text cut on purpose ends in an ellipsis and is shown whole elsewhere.
      const cut = element.closest(".visually-hidden, thead, svg, [role=row], .sample, option") !== null;
      return !cut && box.width > 0 && (box.right > limit + 1 || box.left < -1);
    });
    const names = outside.map((element) => `${element.tagName}.${element.className} to ${element.getBoundingClientRect().right}`);
    const excess = document.documentElement.scrollWidth - limit;
    return excess > 0 ? [`page by ${excess}`, ...names] : names;
  });
}

describe.each(["en-GB", "de-AT"])("in %s", (language) => {
  it.each(SCREENS.map((screen) => [screen.name, screen] as const))("%s", async (_name, screen) => {
    const { page, wrong } = await visit(stage, { ...screen.query, language }, { reducedMotion: "reduce" });
    await screen.go(page);
    // Evaluated, not added as a script: the policy allows only the window's own.
    await page.evaluate(AXE);
    expect(await violations(page, "light")).toEqual([]);
    expect(await violations(page, "dark")).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language.slice(0, 2));
    expect(await beyond(page)).toEqual([]);
    expect(await violations(page, "light")).toEqual([]);
    expect(await page.evaluate(() => window.hurt)).toBeUndefined();
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
