/** Back leads to where the reader was: as far down, in the same row, with the focus on it. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, goTo, raise, strike, visit } from "../support/browser";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

interface Where {
  readonly scroll: number;
  readonly row: string | null;
  readonly title: string;
  readonly top: number;
}

/** Returns how far down the page is, and which row has the focus, once it is loaded and nothing moves. */
async function where(page: Page): Promise<Where> {
  await page.waitForFunction(() => document.activeElement?.closest("[data-index]")?.querySelector("cite") != null);
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        let still = 0;
        let before = NaN;
        const frame = (): void => {
          still = window.scrollY === before ? still + 1 : 0;
          before = window.scrollY;
          if (still < 3) requestAnimationFrame(frame);
          else done();
        };
        frame();
      }),
  );
  return page.evaluate(() => {
    const row = document.activeElement?.closest<HTMLElement>("[data-index]");
    return { scroll: window.scrollY, row: row?.dataset["index"] ?? null, title: row?.querySelector("cite")?.textContent ?? "", top: row?.getBoundingClientRect().top ?? -1 };
  });
}

/** Goes to row `row` of the list on the page with the keyboard. */
async function toRow(page: Page, row: number): Promise<void> {
  await page.locator("[role=gridcell] .tag").first().waitFor();
  await page.locator(`[role=row][tabindex="0"]`).focus();
  await page.keyboard.press("Home");
  for (let at = 0; at < row; ) {
    const now = await page.evaluate(() => Number(document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset["index"]));
    await page.keyboard.press(row - now > 8 ? "PageDown" : "ArrowDown");
    await page.waitForFunction((before) => Number(document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset["index"]) > before, now);
    at = await page.evaluate(() => Number(document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset["index"]));
  }
}

it("returns to result 600 of 1,000, by keys and by mouse", async () => {
  const { page, wrong } = await visit(stage, { results: "1000" });
  await goTo(page, "results");
  await toRow(page, 599);
  const before = await where(page);
  expect(before.row).toBe("599");
  expect(before.scroll).toBeGreaterThan(10_000);
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.keyboard.press("Alt+ArrowLeft");
  expect(await where(page)).toEqual(before);

  // From there the arrow keys go on, and the mouse does the same.
  await page.keyboard.press("ArrowDown");
  const next = await where(page);
  expect(next.row).toBe("600");
  // The row above is whole on the page, so the mouse need not scroll to it.
  await page.locator('[data-index="599"]').click();
  await page.locator(".answer").waitFor();
  await page.locator("[data-shortcut=back]").click();
  const clicked = await where(page);
  expect(clicked.row).toBe("599");
  expect(clicked.scroll).toBe(next.scroll);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("keeps the search, the filter and the order", async () => {
  const { page } = await visit(stage, { results: "1000" });
  await goTo(page, "results");
  await page.locator("[role=gridcell] .tag").first().waitFor();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("winter wheat");
  await page.waitForFunction(() => !document.querySelector("main .tools > p")?.textContent?.startsWith("1,000"));
  await page.getByRole("button", { name: "Sort by Title" }).click();
  await page.locator("[aria-sort=ascending]").waitFor();
  await toRow(page, 12);
  const [before, count] = [await where(page), await page.locator("main .tools > p").textContent()];
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  expect(await where(page)).toEqual(before);
  expect(await page.locator("main .tools > p").textContent()).toBe(count);
  expect(await page.locator("input[type=search]").inputValue()).toBe("winter wheat");

  // Going there, and not back, shows everything.
  await goTo(page, "check");
  await goTo(page, "results");
  await page.waitForFunction(() => document.querySelector("main .tools > p")?.textContent?.startsWith("1,000"));
  await page.context().close();
});

it("returns to the title of a client list, and to the list itself", async () => {
  const { page } = await visit(stage, { titles: "900" });
  await goTo(page, "clients");
  const open = page.locator(".run button").first();
  await open.focus();
  await page.keyboard.press("Enter");
  await toRow(page, 480);
  const before = await where(page);
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  expect(await where(page)).toEqual(before);
  await page.keyboard.press("Alt+ArrowLeft");
  await page.locator(".run").first().waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-spot")?.startsWith("run-"));
  await page.context().close();
});

it("returns to the row of the check", async () => {
  const { page } = await visit(stage, { pace: "20" });
  await page.evaluate(() => window.fake.drop(Array.from({ length: 60 }, (_, n) => `story-${n}.docx`)));
  await page.locator("[data-shortcut=save]").waitFor();
  await page.locator("main .chips button", { hasText: "Found" }).first().click();
  await toRow(page, 20);
  const before = await where(page);
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  expect(await where(page)).toEqual(before);
  await page.context().close();
});

it("returns from what an index covers to its card", async () => {
  const { page } = await visit(stage);
  await goTo(page, "indexes");
  const look = page.locator("article").nth(1).locator("> .row button").first();
  await look.focus();
  const spot = await look.getAttribute("data-spot");
  await page.keyboard.press("Enter");
  await page.locator(".entries li").first().waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  await page.waitForFunction((of) => document.activeElement?.getAttribute("data-spot") === of, spot);
  await page.context().close();
});
