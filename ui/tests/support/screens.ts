/** Every screen of the window, and how to get there. */

import type { Locator, Page } from "playwright-core";
import type { Code } from "../../src/lib/wire";
import { goTo, hold } from "./browser";

export interface Screen {
  readonly name: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly go: (page: Page) => Promise<void>;
}

/** Opens a kept result by its place in the list, with the keyboard. */
export async function openResult(page: Page, place: number): Promise<void> {
  await goTo(page, "results");
  await page.locator("[role=gridcell] .tag").first().waitFor();
  await page.locator(`[role=row][tabindex="0"]`).focus();
  await page.keyboard.press("Home");
  for (let n = 0; n < place; n += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
}

/** Looks up a question with the keyboard, and waits for its answer. */
export async function lookUp(page: Page, question: string, answered = true): Promise<void> {
  await goTo(page, "lookup");
  await page.keyboard.press("Control+f");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(question);
  await page.keyboard.press("Enter");
  if (answered) await page.locator("main section h2, main [role=alert]").first().waitFor();
}

/** A link with the publisher's fingerprint. */
export const LINK = "https://authors.example.org/index/#colophon:K7QM-2ZXA-9FVB-PLWD-3HNR-6TCY-4EJU-8GSK";

/** Opens the dialog that adds a source. */
export async function addSource(page: Page): Promise<void> {
  await goTo(page, "indexes");
  await page.locator("main .view > .row button").nth(1).click();
  await page.locator("dialog").waitFor();
}

/** Names a source, and waits for what it is. */
export async function lookAt(page: Page, address: string, answered = true): Promise<void> {
  await addSource(page);
  await page.locator("dialog input").fill(address);
  await page.locator("dialog .primary").click();
  if (answered) await page.locator("dialog .facts, dialog [role=alert]").first().waitFor();
}

/** Begins to get an index, and waits until some of it is there. */
export async function getSome(page: Page, address: string = LINK): Promise<void> {
  await lookAt(page, address);
  await page.locator("dialog .primary").click();
  await page.waitForFunction(() => (document.querySelector<HTMLProgressElement>("main progress[value]")?.value ?? 0) > 15);
}

/** The card of what is being got, or was. */
const download = (page: Page): Locator => page.locator("section[aria-labelledby=download]");

async function failing(page: Page, code: Code, address = LINK): Promise<void> {
  await page.evaluate((wanted) => (window.fake.program.supply.fails = wanted), code);
  await lookAt(page, address);
}

const result = (name: string, place: number): Screen => ({ name: `result-${name}`, go: (page) => openResult(page, place) });

export const SCREENS: readonly Screen[] = [
  { name: "tour", query: { tour: "1" }, go: async (page) => page.locator("dialog").waitFor() },
  {
    name: "tour-last",
    query: { tour: "1" },
    go: async (page) => {
      for (let n = 0; n < 3; n += 1) await page.locator("dialog .primary").click();
    },
  },
  { name: "check-empty", query: { empty: "1" }, go: async () => {} },
  {
    name: "check-running",
    query: { pace: "600" },
    go: async (page) => {
      await page.evaluate(() => window.fake.drop(["The Salt Road North.epub", "draft-7.docx", "scan-1987.pdf", "locked.epub", "Winter Wheat.epub", "essays.odt", "poems.txt", "<img src=x onerror=hurt=1>.epub"]));
      await page.locator("[role=row] .found").first().waitFor();
    },
  },
  {
    name: "check-done",
    query: { pace: "30" },
    go: async (page) => {
      await page.evaluate(() => window.fake.drop(["The Salt Road North.epub", "draft-7.docx", "scan-1987.pdf", "notes.txt", "locked.epub", "Winter Wheat.epub", "essays.odt", "poems.txt", "<img src=x onerror=hurt=1>.epub"]));
      await page.locator("[data-shortcut=save]").waitFor();
    },
  },
  {
    name: "check-unread",
    query: { pace: "30" },
    go: async (page) => {
      await page.evaluate(() => window.fake.drop(["locked.epub", "tiny.txt"]));
      await page.locator(".figures .problem").first().waitFor();
    },
  },
  { name: "check-sample", query: { pace: "30" }, go: async (page) => { await page.locator(".zone button").last().click(); await page.locator("[data-shortcut=save]").waitFor(); } },
  { name: "dropping", go: async (page) => page.evaluate(() => window.fake.over(3)) },
  { name: "lookup", go: async (page) => goTo(page, "lookup") },
  { name: "lookup-found", go: async (page) => lookUp(page, "Ines Valderrama") },
  { name: "lookup-people", go: async (page) => { await lookUp(page, "Ines Valderrama"); await page.locator("summary").first().click(); } },
  { name: "lookup-number", go: async (page) => lookUp(page, "978-0-306-40615-7") },
  { name: "lookup-none", go: async (page) => { await lookUp(page, "nothing"); await page.locator(".empty").waitFor(); } },
  { name: "lookup-not-listed", query: { empty: "1" }, go: async (page) => { await lookUp(page, "979-1-00-000000-0"); await page.locator(".empty").waitFor(); } },
  { name: "lookup-listed", query: { empty: "1" }, go: async (page) => lookUp(page, "978-0-306-40615-7") },
  { name: "lookup-listed-entry", query: { empty: "1" }, go: async (page) => { await lookUp(page, "978-0-306-40615-7"); await page.locator("[role=gridcell].title").first().click(); await page.locator("dialog table").waitFor(); } },
  { name: "lookup-refused", go: async (page) => { await lookUp(page, "10.1000/182"); await page.locator("main [role=alert]").waitFor(); } },
  { name: "lookup-running", query: { pace: "60000" }, go: async (page) => { await lookUp(page, "Ines Valderrama", false); await page.locator("progress").waitFor(); } },
  { name: "lookup-work", go: async (page) => { await lookUp(page, "Ines Valderrama"); await page.locator("[role=gridcell].title").first().click(); await page.locator("dialog table").waitFor(); } },
  { name: "lookup-save", go: async (page) => { await lookUp(page, "Ines Valderrama"); await page.keyboard.press("Control+s"); await page.locator("dialog").waitFor(); } },
  { name: "results", go: async (page) => { await goTo(page, "results"); await page.locator("[role=gridcell] .tag").first().waitFor(); } },
  { name: "results-empty", query: { empty: "1" }, go: async (page) => { await goTo(page, "results"); await page.locator(".empty").waitFor(); } },
  result("same-text", 0),
  result("same-file", 1),
  result("within-larger-work", 2),
  result("contains-work", 3),
  result("revised-text", 4),
  result("listed", 5),
  result("shared-passages", 6),
  result("possible", 7),
  result("not-found", 8),
  result("inconclusive", 9),
  result("hostile-markup", 10),
  result("hostile-override", 11),
  result("hostile-long", 12),
  result("hostile-unbroken", 13),
  result("hostile-arabic", 14),
  {
    name: "result-excerpt",
    go: async (page) => {
      await openResult(page, 4);
      await page.locator("[aria-expanded]").first().click();
      await page.locator("blockquote").waitFor();
    },
  },
  { name: "result-cutoff", go: async (page) => { await openResult(page, 0); await page.locator("main select").first().selectOption("bartz-libgen"); } },
  {
    name: "result-cutoff-dates",
    go: async (page) => {
      await openResult(page, 0);
      await page.locator("main select").first().selectOption("other");
      await page.locator("main input[type=date]").first().fill("2016-01-01");
      await page.locator("main input[type=date]").last().fill("2015-01-01");
    },
  },
  { name: "save", go: async (page) => { await openResult(page, 0); await page.keyboard.press("Control+s"); } },
  { name: "forget", go: async (page) => { await openResult(page, 0); await page.locator("button.alarm").first().click(); } },
  { name: "clients", go: async (page) => { await goTo(page, "clients"); await page.locator(".run").waitFor(); } },
  { name: "clients-empty", query: { empty: "1" }, go: async (page) => goTo(page, "clients") },
  { name: "clients-preview", go: async (page) => { await goTo(page, "clients"); await page.locator("[data-shortcut=open]").click(); await page.locator("table").waitFor(); } },
  {
    name: "clients-running",
    query: { pace: "2000" },
    go: async (page) => {
      await goTo(page, "clients");
      await page.locator("[data-shortcut=open]").click();
      await page.locator("main .card .primary").click();
      await page.locator("progress[value]").waitFor();
    },
  },
  { name: "clients-run", go: async (page) => { await goTo(page, "clients"); await page.locator(".run button").first().click(); await page.locator("[role=gridcell] .tag").first().waitFor(); } },
  { name: "indexes", go: async (page) => { await goTo(page, "indexes"); await page.locator("article").first().waitFor(); } },
  { name: "indexes-none", query: { empty: "1" }, go: async (page) => { await goTo(page, "indexes"); await page.locator("article").first().waitFor(); } },
  { name: "index-covers", go: async (page) => { await goTo(page, "indexes"); await page.locator("article > .row button").first().click(); await page.locator(".entries li").first().waitFor(); } },
  {
    name: "index-numbers",
    query: { empty: "1" },
    go: async (page) => { await goTo(page, "indexes"); await page.locator("article > .row button").first().click(); await page.locator(".entries li").first().waitFor(); },
  },
  {
    name: "indexes-left-out",
    query: { pace: "40" },
    go: async (page) => {
      await goTo(page, "indexes");
      await page.locator("[aria-expanded]").click();
      await page.locator("form input").first().fill("Our backlist");
      await page.locator("fieldset > .row button").nth(1).click();
      await page.locator("form .primary").click();
      await page.locator("main .note summary").first().click();
    },
  },
  { name: "indexes-build", go: async (page) => { await goTo(page, "indexes"); await page.locator("[aria-expanded]").click(); const adds = page.locator("fieldset > .row button"); await adds.nth(1).click(); await adds.nth(2).click(); await page.locator("form select").waitFor(); } },
  { name: "indexes-verifying", query: { pace: "2000" }, go: async (page) => { await goTo(page, "indexes"); await page.locator("article > .row button").nth(1).click(); await page.locator("progress[value]").waitFor(); } },
  { name: "indexes-remove", go: async (page) => { await goTo(page, "indexes"); await page.locator("article > .row button.quiet").first().click(); } },
  { name: "source-add", query: { empty: "1" }, go: addSource },
  { name: "source-asking", go: async (page) => { await hold(page, true); await lookAt(page, LINK, false); await page.locator("dialog progress").waitFor(); } },
  { name: "source-offer", query: { pace: "40", empty: "1" }, go: async (page) => lookAt(page, LINK) },
  { name: "source-compare", query: { pace: "40" }, go: async (page) => { await lookAt(page, "https://authors.example.org/index/"); await page.locator("dialog input[type=checkbox]").waitFor(); } },
  { name: "source-expired", query: { pace: "40" }, go: async (page) => lookAt(page, LINK.replace("/index/", "/expired/")) },
  { name: "source-no-room", query: { pace: "40" }, go: async (page) => lookAt(page, LINK.replace("/index/", "/large/")) },
  { name: "source-hostile", query: { pace: "40" }, go: async (page) => lookAt(page, LINK.replace("/index/", "/hostile/")) },
  { name: "source-folder", query: { pace: "40" }, go: async (page) => { await addSource(page); await page.locator("dialog .field .row button").nth(1).click(); await page.locator("dialog .facts").waitFor(); } },
  { name: "source-unreachable", query: { pace: "40" }, go: async (page) => failing(page, "unreachable") },
  { name: "source-differs", query: { pace: "40" }, go: async (page) => failing(page, "fingerprint-differs") },
  {
    name: "source-not-one",
    query: { pace: "40" },
    go: async (page) => {
      await goTo(page, "indexes");
      await page.evaluate(() => window.fake.drop(["Drafts"]));
      await page.locator("dialog [role=alert]").waitFor();
    },
  },
  { name: "source-getting", query: { pace: "1000", empty: "1" }, go: async (page) => { await getSome(page); await hold(page, true); } },
  { name: "source-getting-hostile", query: { pace: "1000" }, go: async (page) => { await getSome(page, LINK.replace("/index/", "/hostile/")); await hold(page, true); } },
  { name: "source-paused", query: { pace: "1000", empty: "1" }, go: async (page) => { await getSome(page); await download(page).locator("button").click(); await download(page).locator(".primary").waitFor(); } },
  {
    name: "source-broken",
    query: { pace: "40", empty: "1" },
    go: async (page) => {
      await lookAt(page, LINK);
      await page.evaluate(() => (window.fake.program.supply.fails = "too-slow"));
      await page.locator("dialog .primary").click();
      await download(page).locator("[role=alert]").waitFor();
    },
  },
  { name: "source-ready", query: { pace: "40", empty: "1" }, go: async (page) => { await lookAt(page, LINK); await page.locator("dialog .primary").click(); await page.locator(".ready").waitFor(); } },
  { name: "source-busy", query: { pace: "1000" }, go: async (page) => { await getSome(page); await hold(page, true); await addSource(page); } },
  { name: "sources", query: { sources: "1" }, go: async (page) => { await goTo(page, "indexes"); await page.locator("article").nth(4).waitFor(); } },
  { name: "source-update", query: { sources: "1", pace: "40" }, go: async (page) => { await goTo(page, "indexes"); await page.locator("article .row button").nth(4).click(); await page.locator(".update").waitFor(); } },
  {
    name: "source-affected",
    query: { sources: "1", pace: "40" },
    go: async (page) => {
      await goTo(page, "indexes");
      await page.locator("article .row button").nth(4).click();
      await page.locator(".update .primary").click();
      await page.locator(".ready").waitFor();
    },
  },
  { name: "source-forget", query: { sources: "1" }, go: async (page) => { await goTo(page, "indexes"); await page.locator("article .row button.quiet").nth(1).click(); await page.locator("dialog").waitFor(); } },
  { name: "sources-off", query: { nofetch: "off" }, go: async (page) => { await goTo(page, "indexes"); await page.locator("main > .view > .note").waitFor(); } },
  { name: "source-add-missing", query: { nofetch: "missing" }, go: addSource },
  { name: "dropping-index", go: async (page) => { await goTo(page, "indexes"); await page.evaluate(() => window.fake.over(1)); } },
  { name: "privacy", go: async (page) => { await goTo(page, "privacy"); await page.locator("main .primary").click(); await page.locator("table").waitFor(); } },
  { name: "privacy-leak", query: { leaky: "1" }, go: async (page) => { await goTo(page, "privacy"); await page.locator("main .primary").click(); await page.locator("table").waitFor(); } },
  { name: "privacy-left", query: { sources: "1" }, go: async (page) => { await goTo(page, "privacy"); await page.locator("table").waitFor(); } },
  { name: "settings", go: async (page) => goTo(page, "settings") },
  { name: "keys", go: async (page) => { await goTo(page, "settings"); await page.locator("main .view > .row button").first().click(); await page.locator("dialog").waitFor(); } },
  { name: "help", go: async (page) => page.keyboard.press("F1") },
  { name: "menu", go: async (page) => { await goTo(page, "results"); await page.locator("[role=gridcell] .tag").first().waitFor(); await page.locator("[role=row][data-index='1']").click({ button: "right" }); await page.getByRole("menu").waitFor(); } },
  {
    name: "forgotten",
    go: async (page) => {
      await openResult(page, 0);
      await page.locator("button.alarm").first().click();
      await page.locator("dialog button.alarm").click();
      await page.locator("[data-shortcut=undo]").waitFor();
    },
  },
  {
    name: "saved",
    go: async (page) => {
      await openResult(page, 0);
      await page.keyboard.press("Control+s");
      await page.locator("dialog .primary").click();
      await page.locator("aside .row button").first().waitFor();
    },
  },
  {
    name: "not-added",
    query: { pace: "40" },
    go: async (page) => {
      await page.evaluate(() => window.fake.drop(["north.colophon", "broken.colophon", "draft-7.docx"]));
      await page.locator("[data-shortcut=save]").waitFor();
      await page.locator("main .note").first().waitFor();
    },
  },
  {
    name: "choosing",
    go: async (page) => {
      await hold(page, true);
      await page.locator("[data-shortcut=open]").click();
      await page.locator(".waiting").waitFor();
    },
  },
];
