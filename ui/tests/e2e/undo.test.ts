/** Forgetting can be undone for ten seconds, and is done after that. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, goTo, raise, strike, visit } from "../support/browser";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

const count = async (page: Page): Promise<string> => (await page.locator("main .tools > p").textContent()) ?? "";
const called = async (page: Page, command: string): Promise<number> => page.evaluate((wanted) => window.fake.program.calls.filter((call) => call.command === wanted).length, command);

/** Forgets the first result with the keyboard. */
async function forgetFirst(page: Page, ready: () => Promise<void> = async () => {}): Promise<void> {
  await goTo(page, "results");
  await page.locator("[role=gridcell] .tag").first().waitFor();
  await page.locator(`[role=row][tabindex="0"]`).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Forget…" }).click();
  await ready();
  await page.locator("dialog").getByRole("button", { name: "Forget", exact: true }).click();
  await page.getByText("1 result was forgotten.").waitFor();
}

it("brings a result back, by button and by key", async () => {
  const { page, wrong } = await visit(stage);
  for (const way of ["button", "key"] as const) {
    await forgetFirst(page);
    await page.waitForFunction(() => document.querySelector("main .tools > p")?.textContent === "23 results");
    if (way === "button") await page.getByRole("button", { name: "Undo" }).click();
    else await page.keyboard.press("Control+z");
    await page.getByText("Nothing was forgotten.").waitFor();
    await page.waitForFunction(() => document.querySelector("main .tools > p")?.textContent === "24 results");
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
  }
  expect(await called(page, "forget_settle")).toBe(0);
  // A key in a text field is the field's.
  await forgetFirst(page);
  await page.keyboard.press("Control+f");
  await page.keyboard.press("Control+z");
  expect(await called(page, "forget_undo")).toBe(2);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("forgets for good after ten seconds", async () => {
  const { page } = await visit(stage);
  await page.clock.install();
  // From here the time is the test's, however busy the machine is.
  await forgetFirst(page, async () => page.clock.pauseAt(Date.now() + 3_600_000));
  await page.clock.runFor(9_500);
  expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(1);
  expect(await called(page, "forget_settle")).toBe(0);
  await page.clock.runFor(1_000);
  await page.getByRole("button", { name: "Undo" }).waitFor({ state: "detached" });
  expect(await called(page, "forget_settle")).toBe(1);
  expect(await count(page)).toBe("23 results");
  await page.context().close();
});

it("brings a client list back, and a result of the check", async () => {
  const { page } = await visit(stage, { pace: "30" });
  await goTo(page, "clients");
  await page.locator(".run").waitFor();
  await page.getByRole("button", { name: /^Forget the results for/u }).click();
  await page.locator("dialog").getByRole("button", { name: "Forget", exact: true }).click();
  await page.locator(".run").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".run").waitFor();

  await page.evaluate(() => window.fake.drop(["The Salt Road North.epub", "draft-7.docx"]));
  await page.locator("[data-shortcut=save]").waitFor();
  await page.locator("[role=row]").first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "Forget…" }).click();
  await page.locator("dialog").getByRole("button", { name: "Forget", exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll("[role=row]").length === 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => document.querySelectorAll("[role=row]").length === 2);
  await page.context().close();
});
