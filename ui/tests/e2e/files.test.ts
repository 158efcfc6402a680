/** Whatever is dropped or chosen gets an answer, in the right order; the dialogs of the system are ours to ask for once. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, goTo, hold, raise, strike, visit } from "../support/browser";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

const asked = async (page: Page, command: string): Promise<readonly unknown[]> =>
  page.evaluate((wanted) => window.fake.program.calls.filter((call) => call.command === wanted).map((call) => call.ask), command);

it("adds every index that is dropped, and says of each what is wrong with it", async () => {
  const { page, wrong } = await visit(stage, { pace: "40" });
  await page.evaluate(() => window.fake.drop(["north.colophon", "broken-1.colophon", "south.colophon", "broken-2.colophon"]));
  await page.getByText("2 files were not added as indexes and are not searched.").waitFor();
  expect(await page.locator("article h2").allTextContents()).toEqual(expect.arrayContaining(["north", "south"]));
  const note = await page.locator("main section.note").textContent();
  expect(note).toContain("broken-2.colophon");
  expect((await asked(page, "index_add")).length).toBe(4);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("adds the indexes first, then checks the manuscripts, and opens the list", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await page.evaluate(() => window.fake.drop(["draft-7.docx", "north.colophon", "clients.csv", "broken.colophon", "essays.odt", "others.csv"]));
  await page.locator("[data-shortcut=save]").waitFor();
  const order = await page.evaluate(() => window.fake.program.calls.map((call) => call.command).filter((command) => command === "index_add" || command === "check_start"));
  expect(order).toEqual(["index_add", "index_add", "check_start"]);
  expect(await asked(page, "check_start")).toMatchObject([{ paths: ["/home/ines/Manuscripts/draft-7.docx", "/home/ines/Manuscripts/essays.odt"] }]);
  // What was not added is told where the answers are that it is missing from.
  await page.getByText("1 file was not added as an index and is not searched.").waitFor();
  await page.getByText(/clients\.csv.* is open under “Clients”.*others\.csv/u).waitFor();
  await goTo(page, "clients");
  await page.locator("table").waitFor();
  await page.context().close();
});

it("stops adding, and still checks what was dropped along", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await hold(page, true);
  await page.evaluate(() => window.fake.drop(["north.colophon", "south.colophon", "draft-7.docx"]));
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await hold(page, false);
  await page.getByText("2 files were not added as indexes and are not searched.").waitFor();
  await page.locator("[role=row]").first().waitFor();
  expect((await asked(page, "index_add")).length).toBe(1);
  await page.context().close();
});

it("says so when files are dropped during a check", async () => {
  const { page } = await visit(stage);
  await hold(page, true);
  await page.evaluate(() => window.fake.drop(["draft-7.docx"]));
  await page.locator("[role=row]").first().waitFor();
  await page.evaluate(() => window.fake.drop(["essays.odt", "poems.txt"]));
  await page.getByText(/2 files were not taken/u).waitFor();
  await page.context().close();
});

it("asks the system in the reader's language, once at a time, and gives the focus back", async () => {
  const { page, wrong } = await visit(stage, { language: "de-AT", pace: "40" });
  await hold(page, true);
  const choose = page.locator("[data-shortcut=open]");
  await choose.focus();
  await page.keyboard.press("Control+o");
  await page.getByText("Ein Dialog des Systems ist geöffnet.").waitFor();
  // Neither keys nor the pointer open a second one, or go elsewhere.
  await page.keyboard.press("Control+o");
  await page.keyboard.press("Control+3");
  expect(await choose.evaluate((button) => button.closest("[inert]") !== null)).toBe(true);
  await hold(page, false);
  await page.locator("[data-shortcut=save]").waitFor();
  expect(await asked(page, "pick_documents")).toEqual([
    { purpose: "manuscripts", words: { title: "Manuskripte und Bücher wählen", kind: "Manuskripte, Bücher, Indizes und Listen", all: "Alle Dateien" } },
  ]);
  expect(await page.locator("[inert]").count()).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("gives every dialog a title and a purpose of its own", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await goTo(page, "indexes");
  await page.locator("[data-shortcut=open]").click();
  await page.getByText(/The index .*Books3.* was added/u).waitFor();
  await page.locator("[aria-expanded]").first().click();
  const adds = page.locator("fieldset > .row button");
  for (const n of [0, 1, 2]) await adds.nth(n).click();
  await goTo(page, "clients");
  await page.locator("[data-shortcut=open]").click();
  await page.locator("table").waitFor();
  await page.getByRole("button", { name: "Choose a folder…" }).click();
  const picks = await page.evaluate(() => window.fake.program.calls.filter((call) => call.command.startsWith("pick_")).map((call) => call.ask as { purpose: string; words: { title: string; all: string } }));
  expect(picks.map((pick) => pick.purpose)).toEqual(["indexes", "books", "books", "dumps", "lists", "files"]);
  expect(new Set(picks.map((pick) => pick.words.title)).size).toBe(6);
  expect(picks.every((pick) => pick.words.all === "All files")).toBe(true);
  await page.context().close();
});

it("opens and shows what was saved, and says so when the desktop cannot", async () => {
  for (const leaky of [false, true]) {
    const { page } = await visit(stage, leaky ? { leaky: "1" } : {});
    await goTo(page, "results");
    await page.locator("[role=gridcell] .tag").first().waitFor();
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "Choose where…" }).click();
    await page.getByText(/Saved as/u).waitFor();
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("button", { name: "Show in folder" }).click();
    const saved = await asked(page, "pick_save");
    expect(saved).toMatchObject([{ words: { title: "Save the report", kind: "Web page (HTML)" } }]);
    const [opened, shown] = [await asked(page, "saved_open"), await asked(page, "saved_show")];
    expect(opened).toEqual(shown);
    if (leaky) await page.getByText(/did not take this on/u).waitFor();
    await page.context().close();
  }
});
