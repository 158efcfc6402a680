/** Looking up: by keys alone and by mouse, hostile titles, one question at a time. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, goTo, hold, raise, strike, visit } from "../support/browser";
import { lookUp } from "../support/screens";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

async function asked(page: Page, command: string): Promise<unknown> {
  return page.evaluate((name) => window.fake.program.calls.findLast((call) => call.command === name)?.ask, command);
}

it("looks up a name, narrows, selects, opens and saves, with the keyboard alone", async () => {
  const { page, wrong } = await visit(stage, { pace: "80" });
  await lookUp(page, "Ines Valderrama");
  expect(await asked(page, "lookup_start")).toMatchObject({ question: "Ines Valderrama", pen_names: [] });
  const grid = page.getByRole("grid");
  expect(await grid.getAttribute("aria-rowcount")).toBe("413");

  // Only one of the people.
  await page.locator("summary").focus();
  await page.keyboard.press("Enter");
  const person = page.getByRole("checkbox", { name: /^I\. Valderrama/u });
  await person.focus();
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") !== "413");
  expect(await asked(page, "lookup_rows")).toMatchObject({ narrow: { names: ["i valderrama"] } });
  await page.getByRole("button", { name: "Show everything" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === "413");

  // Rows: down, select with the space bar, open with Enter.
  await page.locator("[role=row][tabindex='0']").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.locator("[role=row][aria-selected=true]").nth(1).waitFor();
  await page.keyboard.press("Enter");
  await page.locator("dialog table").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("row");

  await page.keyboard.press("Control+s");
  await page.locator("dialog").waitFor();
  for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: /Choose where/u }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^Saved as/u).waitFor();
  expect(await asked(page, "lookup_save")).toMatchObject({ format: "list", narrow: { ids: [0, 1] } });
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("looks up from Check, with pen names, by mouse", async () => {
  const { page, wrong } = await visit(stage, { pace: "80" });
  await page.getByLabel("Look up a name or a title:").fill("Ines Valderrama");
  await page.locator("main form").getByRole("button", { name: "Look up" }).click();
  await page.getByRole("grid").waitFor();
  await page.getByLabel("Pen names and other spellings").fill("I. V. Marsh; Ina Vale");
  await page.locator("main form").getByRole("button", { name: "Look up" }).click();
  await page.waitForFunction(() => window.fake.program.calls.filter((call) => call.command === "lookup_start").length === 2);
  expect(await asked(page, "lookup_start")).toMatchObject({ pen_names: ["I. V. Marsh", "Ina Vale"] });
  await page.getByRole("grid").waitFor();

  // What is shown stays while the reader looks elsewhere.
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Save 412 selected works…" }).waitFor();
  await page.getByLabel("Language").selectOption("=de");
  await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") !== "413");
  const narrowed = await page.getByRole("grid").getAttribute("aria-rowcount");
  await goTo(page, "privacy");
  await goTo(page, "lookup");
  expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe(narrowed);
  await page.getByRole("button", { name: "Sort by Years" }).click();
  await page.locator("[aria-sort=ascending]").waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("shows the answer to the last question only, and stops the one before", async () => {
  const { page, wrong } = await visit(stage, { pace: "80" });
  await hold(page, true);
  await lookUp(page, "Ines Valderrama", false);
  await page.locator("progress").waitFor();
  await lookUp(page, "978-0-306-40615-7", false);
  await page.waitForFunction(() => window.fake.program.calls.filter((call) => call.command === "lookup_start").length === 2);
  await hold(page, false);
  await page.getByRole("heading", { name: /978-0-306-40615-7/u }).waitFor();
  expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe("2");
  await page.waitForTimeout(600);
  expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe("2");
  // One that is stopped leaves no answer that could be taken for its own.
  await hold(page, true);
  await lookUp(page, "Tobias Okonjo", false);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator("progress").waitFor({ state: "detached" });
  expect(await page.getByRole("grid").count()).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("shows hostile titles and names as text", async () => {
  const { page, wrong } = await visit(stage, { pace: "80" });
  await lookUp(page, `<img src=x onerror="window.hurt=1"> \u202Ebackwards`);
  await page.getByRole("grid").waitFor();
  const heights = await page.locator(".body [role=row]").evaluateAll((rows) => [...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height)))]);
  expect(heights).toHaveLength(1);
  const inside = await page.locator(".body [role=row]").evaluateAll((rows) => rows.every((row) => row.scrollWidth <= row.clientWidth + 1));
  expect(inside).toBe(true);
  await page.locator("[role=gridcell].title").nth(3).click();
  await page.locator("dialog table").waitFor();
  expect(await page.evaluate(() => [window.hurt, document.querySelectorAll("main img, dialog img, main script").length])).toEqual([undefined, 0]);
  const power = await page.evaluate(() => /[\u202a-\u202e\u2066\u2067]/u.test(document.body.outerHTML));
  expect(power).toBe(false);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("says what a list of book numbers can answer, and what it cannot", async () => {
  const { page, wrong } = await visit(stage, { pace: "80", empty: "1" });
  const main = page.locator("main");
  await lookUp(page, "978-0-306-40615-7");
  await page.locator("[role=gridcell].title").getByText("ISBN 9780306406157").waitFor();
  await main.getByText(/^This number is in .*Books3.*\.$/u).waitFor();
  await main.getByText(/^A number of this book is in a list of book numbers/u).waitFor();
  // One work cannot be narrowed down, and all of one is that one.
  expect(await main.getByLabel("Words in the title").count()).toBe(0);
  expect(await main.getByLabel("Select all").count()).toBe(0);
  await page.locator("[role=gridcell].title").first().click();
  const box = page.locator("dialog");
  await box.getByRole("heading", { name: "1 book number" }).waitFor();
  expect(await box.textContent()).not.toMatch(/catalogue|They show that it is listed|unknown/u);
  await page.keyboard.press("Escape");
  await lookUp(page, "979-1-00-000000-0");
  await main.getByText(/^Not found among the book numbers of .*Books3/u).waitFor();
  await main.getByText(/^Only book numbers were looked up/u).waitFor();
  // A file would not help: another number does, or another index.
  expect(await main.locator(".empty button").allTextContents()).toEqual(["Try another edition’s ISBN", "Add an index"]);
  await main.getByRole("button", { name: "Try another edition’s ISBN" }).click();
  expect(await page.evaluate(() => [document.activeElement?.getAttribute("data-shortcut"), document.getSelection()?.toString()])).toEqual(["find", "979-1-00-000000-0"]);
  await lookUp(page, "Ines Valderrama");
  await main.getByText(/The indexes list numbers such as ISBNs only/u).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();

  const full = await visit(stage, { pace: "80" });
  await lookUp(full.page, "nothing");
  expect(await full.page.locator("main .empty button").allTextContents()).toEqual(["Try another spelling", "Check a file instead"]);
  await lookUp(full.page, "Ines Valderrama");
  await full.page.locator("main").getByText(/^Not searched: the book numbers of .*Books3/u).waitFor();
  await full.page.context().close();
});

it("says what is not valid in a question, and not only that something is", async () => {
  const { page, wrong } = await visit(stage, { pace: "80" });
  await lookUp(page, "isbn 978-0-306-40615-8");
  const alert = page.locator("main [role=alert]");
  expect(await alert.locator("strong").textContent()).toMatch(/is not an ISBN: its last digit does not fit the others\.$/u);
  expect(await alert.textContent()).not.toContain("Something in this request");
  expect(wrong).toEqual([]);
  await page.context().close();
});
