/** What the window says of answers is true of them: of none, of a demonstration, of a file whose name is its title. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, goTo, hold, raise, strike, visit } from "../support/browser";
import { openResult } from "../support/screens";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

async function check(page: Page, names: readonly string[]): Promise<string[]> {
  await hold(page, true);
  await page.evaluate((files) => window.fake.drop(files), names);
  await page.locator("progress").first().waitFor();
  await hold(page, false);
  await page.waitForFunction(() => document.querySelector("progress") === null);
  return page.locator(".figures span").allTextContents();
}

it("has a headline that is true where nothing could be judged", async () => {
  const { page, wrong } = await visit(stage, { pace: "200" });
  expect(await check(page, ["locked.epub"])).toEqual(["1 file could not be read"]);
  expect(await page.locator(".figures .problem").textContent()).toBe("1 file could not be read");
  expect(await check(page, ["locked.epub", "tiny.txt", "draft-7.docx"])).toEqual(["1 file could not be read", "2 manuscripts could not be judged"]);
  // One that was judged comes first, and none that was found is not highlighted.
  expect(await check(page, ["notes.txt", "locked.epub"])).toEqual(["1 manuscript checked", "nothing found", "1 file could not be read"]);
  expect(await page.locator(".figures .found, .figures .problem").count()).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("says of files that were stopped that they were not checked", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await hold(page, true);
  await page.evaluate(() => window.fake.drop(["one.epub", "two.epub"]));
  await page.locator("[role=row]").first().waitFor();
  await page.getByRole("button", { name: "Stop all" }).click();
  await page.getByRole("button", { name: "Clear the list" }).waitFor();
  expect(await page.locator(".figures span").allTextContents()).toEqual(["2 files were not checked", "Stopped. Finished results are kept."]);
  await page.context().close();
});

it.each([["en-GB", "Try it with a sample story"], ["de-AT", "Beispiel ausprobieren"]])("marks answers of the demonstration index in %s", async (language, sample) => {
  const { page } = await visit(stage, { language, pace: "20" });
  await page.getByRole("button", { name: sample }).click();
  await page.locator("[data-shortcut=save]").waitFor();
  await page.locator("[role=row] strong").getByText("Demonstration", { exact: true }).waitFor();
  await goTo(page, "results");
  await page.locator("[role=row][data-index='0'] strong").getByText("Demonstration", { exact: true }).waitFor();
  expect(await page.locator("[role=row][data-index='1'] strong").count()).toBe(0);
  await page.context().close();
});

it("says no name twice in a row", async () => {
  const { page } = await visit(stage, { pace: "200" });
  await check(page, ["tiny.txt", "draft-7.docx"]);
  const twice = async (): Promise<string[]> =>
    page.locator(".body [role=row]").evaluateAll((rows) =>
      rows.flatMap((row) => {
        const names = [...row.querySelectorAll("bdi")].map((one) => one.textContent.trim());
        return names.filter((name, n) => names.indexOf(name) < n);
      }),
    );
  expect(await twice()).toEqual([]);
  await goTo(page, "results");
  await page.locator("[role=gridcell] .tag").first().waitFor();
  expect(await twice()).toEqual([]);
  await page.context().close();
});

it("shows first values of every column of a list, also of those that are not used", async () => {
  const { page } = await visit(stage);
  await goTo(page, "clients");
  await page.locator("[data-shortcut=open]").click();
  await page.locator("table").waitFor();
  const empty = await page.locator("tbody tr").evaluateAll((rows) => rows.filter((row) => row.querySelector(".sample") === null).length);
  expect(empty).toBe(0);
  await page.context().close();
});

it.each([
  ["en-GB", "between 1 June 2021 and 31 July 2021", "No. 3:24-cv-05417 (N.D. Cal.), page 31, names June 2021", "Colophon gives dates, not legal advice."],
  ["de-AT", "zwischen dem 1. Juni 2021 und dem 31. Juli 2021", "Nr. 3:24-cv-05417 (N.D. Cal.), Seite 31, nennt den Juni 2021", "Colophon macht Datumsangaben und gibt keine Rechtsberatung."],
])("shows the period of a cut-off date and its sources in %s", async (language, period, order, advice) => {
  const { page, wrong } = await visit(stage, { language });
  await openResult(page, 0);
  await page.locator(".cutoff select").selectOption("bartz-libgen");
  const said = await page.locator(".cutoff").innerText();
  for (const part of [period, order, advice]) expect(said).toContain(part);
  expect(await page.locator(".cutoff li").count()).toBe(2);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("takes a first and a last day, and says why it does not", async () => {
  const { page, wrong } = await visit(stage);
  await openResult(page, 0);
  await page.locator(".cutoff select").selectOption("other");
  const [field, note, sides] = [page.locator(".cutoff"), page.locator(".cutoff [role=status]"), page.locator(".match .side")];
  expect(await note.textContent()).toBe("Choose the first and the last day. Until then, there is no cut-off date.");
  await field.getByLabel("First day").fill("2100-01-01");
  await field.getByLabel("Last day").fill("2000-01-01");
  expect(await note.textContent()).toBe("The last day is before the first. Choose the earlier date as the first day.");
  expect(await sides.count()).toBe(0);
  await field.getByLabel("Last day").fill("2100-12-31");
  expect(await note.count()).toBe(0);
  expect(new Set(await sides.allTextContents())).toContain("before the cut-off date");
  await field.getByLabel("First day").fill("2000-01-01");
  const marks = new Set(await sides.allTextContents());
  expect(marks).toContain("unclear whether before or after");
  expect(marks).not.toContain("before the cut-off date");
  expect(await field.innerText()).toContain("between 1 January 2000 and 31 December 2100");
  await field.locator("select").selectOption("none");
  expect(await sides.count()).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("has no name of a key where it would cover another place", async () => {
  const { page } = await visit(stage);
  expect(await page.locator("nav [title]").count()).toBe(0);
  await page.context().close();
});
