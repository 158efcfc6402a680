/**
 * Many rows and many files: the window stays responsive.
 *
 * What a key, a message or a movement costs is counted in elements drawn at once, which
 * is the same on every machine. The times are printed for a reader; a busy machine may
 * miss any limit.
 */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, goTo, raise, strike, visit } from "../support/browser";
import { lookUp } from "../support/screens";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

declare global {
  interface Window {
    /** The most elements that were drawn at once. */
    drawn: number;
  }
}

/** Begins to count what is drawn at once. */
async function count(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.longTasks = [];
    window.drawn = 0;
    new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      const drawn = added.reduce((sum, node) => sum + (node instanceof Element ? 1 + node.querySelectorAll("*").length : 0), 0);
      window.drawn = Math.max(window.drawn, drawn);
    }).observe(document.body, { childList: true, subtree: true });
  });
}

/** Returns the most elements that were drawn at once, and the longest task in milliseconds. */
async function counted(page: Page): Promise<{ most: number; longest: number }> {
  return page.evaluate(() => ({
    most: window.drawn,
    longest: Math.round(Math.max(0, ...window.longTasks)),
  }));
}

/** Scrolls through the titles of a run, to the end and with the End key; returns what it cost. */
async function scroll(titles: number): Promise<{ rows: number; elements: number; most: number }> {
  const { page, wrong } = await visit(stage, { titles: String(titles) });
  await goTo(page, "clients");
  await page.locator(".run button").first().click();
  await page.locator("[role=gridcell] .tag").first().waitFor();
  await count(page);
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        let n = 0;
        const step = (): void => {
          n += 1;
          // Slowly through the first rows, then in large steps to the end.
          window.scrollBy({ top: n < 120 ? 90 : 6000, behavior: "instant" });
          if (n < 240) requestAnimationFrame(step);
          else done();
        };
        requestAnimationFrame(step);
      }),
  );
  const rows = await page.locator("[role=grid] [role=row]").count();
  const elements = await page.locator("[role=grid] *").count();

  // The last row can be reached by keyboard and has its number.
  await page.locator("[role=row][tabindex='0']").focus();
  await page.keyboard.press("Home");
  await page.locator("[aria-rowindex='2'] .tag").waitFor();
  await page.keyboard.press("End");
  await page.locator(`[aria-rowindex='${titles + 1}'] .tag`).waitFor();
  const { most, longest } = await counted(page);
  console.info(`${titles} rows: ${rows} rows drawn, at most ${most} elements at once; longest task ${longest} ms`);
  expect(wrong).toEqual([]);
  await page.context().close();
  return { rows, elements, most };
}

it("draws only what is visible of 200 rows and of 10,000", async () => {
  for (const titles of [200, 10_000]) {
    const { rows, elements, most } = await scroll(titles);
    expect(most).toBeGreaterThan(0);
    expect(rows).toBeLessThan(60);
    expect(most).toBeLessThan((60 * elements) / Math.max(1, rows));
  }
});

it("answers in the next frame while 1,000 files are checked", async () => {
  const { page, wrong } = await visit(stage, { pace: "20" });
  await page.evaluate(() => window.fake.drop(Array.from({ length: 1000 }, (_, n) => `Chapter ${n + 1}.docx`)));
  await page.locator("[role=row]").first().waitFor();
  await count(page);

  const times: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    await page.waitForTimeout(120);
    const answer = await page.evaluate(
      (round) =>
        new Promise<{ pressed: string | null; took: number }>((done) => {
          const chips = document.querySelectorAll<HTMLElement>(".chip");
          const chip = chips[round % Math.max(1, chips.length)];
          const from = performance.now();
          chip?.click();
          requestAnimationFrame(() => setTimeout(() => done({ pressed: chip?.getAttribute("aria-pressed") ?? null, took: performance.now() - from })));
        }),
      n,
    );
    expect(answer.pressed).toBe("true");
    times.push(answer.took);
  }
  const { most, longest } = await counted(page);
  const [rows, elements] = [await page.locator("[role=grid] [role=row]").count(), await page.locator("[role=grid] *").count()];
  console.info(`1,000 files: at most ${most} elements at once, ${elements} in ${rows} rows; worst answer ${Math.max(...times).toFixed(0)} ms, longest task ${longest} ms`);
  expect(rows).toBeLessThan(60);
  // A press draws the visible rows again at most, however many files there are.
  expect(most).toBeLessThan((60 * elements) / Math.max(1, rows));
  await page.getByRole("button", { name: "Stop all" }).click();
  await page.locator("[data-shortcut=save]").waitFor();
  expect(await page.locator("[role=grid]").getAttribute("aria-rowcount")).toBe(await page.locator(".chip[aria-pressed=true] .n").textContent());
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("draws few of 20,000 rows, however fast the reader types", async () => {
  const { page, wrong } = await visit(stage, { pace: "80", works: "20000" });
  await lookUp(page, "Ines Valderrama");
  await page.getByRole("grid").waitFor();
  await page.waitForTimeout(300);
  await count(page);
  await page.getByRole("searchbox", { name: /Author, title/u }).focus();
  await page.keyboard.press("End");
  await page.keyboard.type(" and everything else that she ever wrote", { delay: 5 });
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        let n = 0;
        const step = (): void => {
          n += 1;
          window.scrollBy({ top: n < 60 ? 90 : 20_000, behavior: "instant" });
          if (n < 120) requestAnimationFrame(step);
          else done();
        };
        requestAnimationFrame(step);
      }),
  );
  const { most, longest } = await counted(page);
  const [rows, elements] = [await page.locator("[role=grid] [role=row]").count(), await page.locator("[role=grid] *").count()];
  console.info(`20,000 works: ${rows} rows drawn, at most ${most} elements at once; longest task ${longest} ms`);
  expect(rows).toBeLessThan(60);
  // Neither a key nor a frame draws more than the visible rows.
  expect(most).toBeLessThan((60 * elements) / Math.max(1, rows));
  await page.locator("[role=row][tabindex='0']").focus();
  await page.keyboard.press("End");
  await page.locator("[aria-rowindex='20001'] cite").waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});
