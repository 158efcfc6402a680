/** Sources of indexes: looked at, got, paused, brought up to date, forgotten; and what is said when something is wrong. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { HOSTILE } from "../../src/fake/books";
import type { Code } from "../../src/lib/wire";
import { type Stage, goTo, hold, raise, strike, visit } from "../support/browser";
import { LINK, addSource, getSome, lookAt } from "../support/screens";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

const asked = async (page: Page, command: string): Promise<readonly unknown[]> =>
  page.evaluate((wanted) => window.fake.program.calls.filter((call) => call.command === wanted).map((call) => call.ask), command);
const failNext = async (page: Page, code: Code): Promise<void> => page.evaluate((wanted) => void (window.fake.program.supply.fails = wanted), code);
const get = (page: Page) => page.locator("dialog").getByRole("button", { name: "Get", exact: true });
const card = (page: Page, name: string) => page.locator("article").filter({ has: page.getByRole("heading", { name, exact: true }) });

it("gets an index in three actions: add, paste, get", async () => {
  const { page, wrong } = await visit(stage, { empty: "1", pace: "40" });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((link) => navigator.clipboard.writeText(link), LINK);
  await goTo(page, "indexes");
  await page.getByRole("button", { name: "Add a source…" }).click();
  await page.keyboard.press("Control+v");
  await get(page).waitFor();
  const offer = await page.locator("dialog").innerText();
  for (const words of ["Authors’ index", "12,345 works", "40,112 catalogue entries", "index@authors.example.org", "CC BY 4.0", "23 November 2026", "authors.example.org", "3.2 GB", "118.4 GB free"]) expect(offer).toContain(words);
  expect(await page.locator("dialog code").textContent()).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/u);
  expect(await asked(page, "source_get")).toEqual([]);
  await get(page).click();
  await page.locator("main").getByText(/Authors’ index.? is ready: 12,345 works and 40,112 catalogue entries\./u).first().waitFor();
  expect(await asked(page, "source_look")).toEqual([{ source: LINK, confirmed: null, accept_expired: false }]);
  expect(await asked(page, "source_get")).toEqual([{ source: LINK, confirmed: null, accept_expired: false }]);
  await card(page, "Authors’ index").getByText("From the publisher: state 3, confirmed on 23 November 2026").waitFor();
  expect(await card(page, "Authors’ index").innerText()).not.toContain("Comes with the program");
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("looks at a file and at a folder, wherever they come from", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await page.evaluate(() => window.fake.drop(["authors.colophon-source"]));
  await get(page).waitFor();
  await page.getByRole("heading", { name: "Indexes", exact: true }).waitFor();
  await page.locator("dialog").getByRole("button", { name: "Another source" }).click();
  await page.locator("dialog").getByRole("button", { name: "Choose a file…" }).click();
  await get(page).waitFor();
  await page.locator("dialog").getByRole("button", { name: "Another source" }).click();
  await page.locator("dialog").getByRole("button", { name: "Choose a folder…" }).click();
  await page.getByText("From a folder; no network is used").waitFor();
  expect((await asked(page, "source_look")).map((ask) => (ask as { source: string }).source)).toEqual([
    "/home/ines/Manuscripts/authors.colophon-source",
    "/home/ines/Downloads/authors.colophon-source",
    "/media/ines/STICK/authors-index",
  ]);
  expect(await asked(page, "pick_folder")).toMatchObject([{ purpose: "sources" }]);
  expect(await asked(page, "pick_source")).toMatchObject([{ purpose: "sources", words: { title: "Choose a source file" } }]);
  await page.context().close();
});

it("says of a folder that is dropped on the indexes that it is not a source, and checks it if asked to", async () => {
  const { page } = await visit(stage, { pace: "40" });
  // Elsewhere, a folder is one of manuscripts.
  await page.evaluate(() => window.fake.drop(["Drafts"]));
  await page.locator("[data-shortcut=save]").waitFor();
  await goTo(page, "indexes");
  await page.evaluate(() => window.fake.drop(["Drafts", "Letters"]));
  await page.locator("dialog").getByText(/The folder .*Drafts.* does not hold an index/u).waitFor();
  expect((await asked(page, "source_look")).length).toBe(1);
  await page.getByRole("button", { name: "Check the documents in it" }).click();
  await page.locator("[data-shortcut=save]").waitFor();
  expect((await asked(page, "check_start")).length).toBe(2);
  await page.context().close();
});

it("adds indexes first, and looks at a source that was dropped along with manuscripts", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await page.evaluate(() => window.fake.drop(["draft-7.docx", "authors.colophon-source", "others.colophon-source", "north.colophon"]));
  await get(page).waitFor();
  await page.locator("[data-shortcut=save]").waitFor({ state: "attached" });
  await page.locator("dialog").getByRole("button", { name: "Cancel" }).click();
  expect((await asked(page, "index_add")).length).toBe(1);
  expect((await asked(page, "check_start")).length).toBe(1);
  await page.context().close();
});

it("asks to compare the fingerprint of an address, and gets nothing before", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await lookAt(page, "authors.example.org/index/");
  expect(await get(page).isDisabled()).toBe(true);
  await page.getByText("Compare this with the fingerprint that the publisher gives", { exact: false }).waitFor();
  const shown = (await page.locator("dialog code").textContent()) ?? "";
  await page.getByLabel("It is the same").check();
  await get(page).click();
  await page.locator(".ready").waitFor();
  const [ask] = (await asked(page, "source_get")) as { source: string; confirmed: string }[];
  expect(ask?.source).toBe("https://authors.example.org/index/");
  expect(ask?.confirmed.replaceAll("-", " ")).toBe(shown);
  // What was said about one source says nothing about another.
  await lookAt(page, "https://others.example.org/");
  expect(await get(page).isDisabled()).toBe(true);
  await page.context().close();
});

it("takes what has expired only after a yes, and nothing that the disk has no room for", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await lookAt(page, LINK.replace("/index/", "/expired/"));
  await page.getByText("The publisher confirmed until 2 February 2026", { exact: false }).waitFor();
  expect(await get(page).isDisabled()).toBe(true);
  await page.getByLabel("Take it all the same").check();
  await get(page).click();
  await page.locator(".ready").waitFor();
  expect(await asked(page, "source_get")).toMatchObject([{ accept_expired: true }]);
  await card(page, "Authors’ index").getByText("The publisher has not confirmed since 2 February 2026", { exact: false }).waitFor();

  await lookAt(page, LINK.replace("/index/", "/large/"));
  await page.getByText("There is not enough room on the disk: 3.2 GB have to be free, and 1.2 GB are.", { exact: false }).waitFor();
  expect(await get(page).isDisabled()).toBe(true);
  await page.locator("dialog").getByRole("button", { name: "Try again" }).click();
  await page.getByText("There is not enough room", { exact: false }).waitFor();
  expect((await asked(page, "source_look")).length).toBe(3);
  await page.context().close();
});

it("stops looking, and keeps nothing", async () => {
  const { page } = await visit(stage, { pace: "40" });
  await hold(page, true);
  await lookAt(page, LINK, false);
  await page.getByText("Asking the publisher…").waitFor();
  await page.locator("dialog").getByRole("button", { name: "Stop" }).click();
  expect(await page.locator("dialog input").inputValue()).toBe(LINK);
  expect(await page.locator("dialog input").evaluate((field) => field === document.activeElement)).toBe(true);
  await page.locator("dialog").getByRole("button", { name: "Continue" }).click();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await hold(page, false);
  await page.waitForTimeout(200);
  expect(await page.locator("dialog").count()).toBe(0);
  expect((await asked(page, "job_cancel")).length).toBe(2);
  await page.context().close();
});

it("goes on while the reader is elsewhere, is paused and resumed with the same request, and says when it is there", async () => {
  const { page, wrong } = await visit(stage, { empty: "1", pace: "1000" });
  await getSome(page);
  await hold(page, true);
  await page.getByText(/[MG]B of 3\.2 GB/u).waitFor();
  await page.locator("main .progress").getByText(/left$/u).waitFor();
  const there = await page.locator("main progress").evaluate((bar: HTMLProgressElement) => bar.value);
  expect(there).toBeGreaterThan(15);
  await goTo(page, "check");
  expect(await page.locator("nav .share").innerText()).toMatch(/\d+%/u);
  await goTo(page, "indexes");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText(/^Paused\. .* of 3\.2 GB have arrived and are kept\.$/u).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("download");
  expect(await page.locator("nav .share").count()).toBe(0);
  // It is paused elsewhere too.
  await goTo(page, "privacy");
  await goTo(page, "indexes");
  await page.getByRole("button", { name: "Resume" }).click();
  await hold(page, false);
  // What was there still counts.
  const again = await page.waitForFunction(() => document.querySelector<HTMLProgressElement>("main progress[value]")?.value);
  expect(await again.jsonValue()).toBeGreaterThanOrEqual(there);
  await goTo(page, "results");
  await page.locator(".messages").getByText(/Authors’ index.? is ready: 12,345 works/u).waitFor({ timeout: 30_000 });
  const gets = await asked(page, "source_get");
  expect(gets.length).toBe(2);
  expect(gets[1]).toEqual(gets[0]);
  await goTo(page, "indexes");
  await page.locator(".ready").getByRole("button", { name: "Dismiss" }).click();
  expect(await page.locator(".ready").count()).toBe(0);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("gets one index at a time", async () => {
  const { page } = await visit(stage, { pace: "1000", sources: "1" });
  await getSome(page);
  await hold(page, true);
  await addSource(page);
  await page.getByText(/Colophon gets one index at a time/u).waitFor();
  await page.locator("dialog").getByRole("button", { name: "Close" }).click();
  await page.evaluate(() => window.fake.drop(["authors.colophon-source"]));
  await page.getByText(/Colophon gets one index at a time/u).waitFor();
  await page.keyboard.press("Escape");
  expect((await asked(page, "source_look")).length).toBe(1);
  expect(await card(page, "Translators’ index").getByRole("button", { name: /^Resume/u }).isDisabled()).toBe(true);
  expect(await card(page, "Estates, 1890 to 1955").getByRole("button", { name: /^Check/u }).isDisabled()).toBe(true);
  await page.context().close();
});

const FAILURES: readonly (readonly [Code, RegExp, boolean])[] = [
  ["unreachable", /The host does not answer\./u, true],
  ["captive-portal", /A web page came instead of the index\./u, true],
  ["server-refused", /The host asks to wait.*14:30/su, true],
  ["not-a-source", /This is not a source of an index\./u, false],
  ["fingerprint-differs", /Do not use this source until it fits\./u, false],
  ["signature-invalid", /this is not what the publisher signed/u, true],
  ["rolled-back", /older state/u, true],
  ["tls-untrusted", /could not prove who it is/u, true],
  ["proxy-failed", /proxy did not let/u, true],
  ["insecure-address", /does not begin with https/u, false],
  ["newer-format", /newer version of Colophon/u, false],
  ["busy", /Another Colophon/u, true],
];

it("says in plain words why a source cannot be looked at", async () => {
  const { page, wrong } = await visit(stage, { pace: "40" });
  await addSource(page);
  for (const [code, says, again] of FAILURES) {
    await failNext(page, code);
    await page.locator("dialog input").fill(LINK);
    await page.locator("dialog .primary").click();
    await page.locator("dialog").getByRole("alert").getByText(says).first().waitFor();
    expect(await page.locator("dialog .primary").innerText(), code).toBe(again ? "Try again" : "Continue");
    expect(await page.locator("dialog .grave").count(), code).toBe(["fingerprint-differs", "signature-invalid", "rolled-back"].includes(code) ? 1 : 0);
  }
  await page.locator("dialog .primary").click();
  await get(page).waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("keeps what arrived when a download fails, and tries again", async () => {
  const { page } = await visit(stage, { empty: "1", pace: "40" });
  for (const [code, says] of [["too-slow", /hardly anything/u], ["part-damaged", /arrived damaged/u], ["disk-full", /disk/iu]] as const) {
    await lookAt(page, LINK);
    await failNext(page, code);
    await get(page).click();
    const failed = page.locator("section[aria-labelledby=download]");
    await failed.getByRole("alert").getByText(says).first().waitFor();
    await failed.getByRole("button", { name: "Dismiss" }).click();
    // It is still there, to be resumed.
    await card(page, "Authors’ index").getByText("Not downloaded to the end").waitFor();
  }
  await failNext(page, "unreachable");
  await card(page, "Authors’ index").getByRole("button", { name: /^Resume/u }).click();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".ready").waitFor();
  expect(await asked(page, "source_update")).toMatchObject([{ check: false }, { check: false }]);
  await page.context().close();
});

it("checks for updates only when asked to, and says what an update brings", async () => {
  const { page, wrong } = await visit(stage, { sources: "1", pace: "40" });
  await goTo(page, "indexes");
  const authors = card(page, "Authors’ index");
  await authors.getByText("From the publisher: state 3", { exact: false }).waitFor();
  await page.waitForTimeout(300);
  expect(await asked(page, "source_update")).toEqual([]);
  await authors.getByRole("button", { name: /^Check for updates: .*Authors’ index/u }).click();
  await authors.getByText("14 new works, 2 were taken out (3.2 MB)").waitFor();
  await authors.getByRole("button", { name: /^Get the update/u }).click();
  const ready = page.locator(".ready");
  await ready.getByText("This update brought: 14 new works, 2 were taken out.").waitFor();
  await ready.getByText("2 of your results may be affected: check them again.").waitFor();
  await authors.getByText("From the publisher: state 4", { exact: false }).waitFor();
  await authors.getByRole("button", { name: /^Check/u }).click();
  await authors.getByText("Up to date").waitFor();
  // A word that has expired is not taken for the newest.
  const estates = card(page, "Estates, 1890 to 1955");
  await estates.getByRole("button", { name: /^Check/u }).click();
  await estates.getByText("Nothing newer is offered.", { exact: true }).waitFor();
  expect(await estates.getByText("Up to date").count()).toBe(0);
  await failNext(page, "unreachable");
  await estates.getByRole("button", { name: /^Check/u }).click();
  await estates.getByText("The host does not answer.").waitFor();
  await ready.getByRole("button", { name: "Go to your results" }).click();
  await page.getByRole("heading", { name: "Results", exact: true }).waitFor();
  expect(await asked(page, "source_update")).toMatchObject([{ check: true }, { check: false }, { check: true }, { check: true }, { check: true }]);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("forgets a source, and says what goes and what is remembered", async () => {
  const { page } = await visit(stage, { sources: "1", pace: "40" });
  await goTo(page, "indexes");
  for (const name of ["Authors’ index", "Translators’ index"]) {
    const one = card(page, name);
    expect(await one.getByRole("button", { name: /^Remove/u }).count()).toBe(0);
    await one.getByRole("button", { name: /^Forget/u }).click();
    await page.locator("dialog").getByText(/remembers only which state was the last/u).waitFor();
    await page.locator("dialog").getByRole("button", { name: "Forget", exact: true }).click();
    await one.waitFor({ state: "detached" });
  }
  expect((await asked(page, "source_forget")).length).toBe(2);
  await page.getByText("The source was forgotten.").waitFor();
  await page.context().close();
});

it("forgets what is paused", async () => {
  const { page } = await visit(stage, { empty: "1", pace: "1000" });
  await getSome(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: /^Forget/u }).click();
  await page.locator("dialog").getByRole("button", { name: "Forget", exact: true }).click();
  await page.locator("section[aria-labelledby=download]").waitFor({ state: "detached" });
  expect(await page.getByText("Not downloaded to the end").count()).toBe(0);
  await page.context().close();
});

it("says why links cannot be used, and that a folder can", async () => {
  for (const nofetch of ["off", "missing"]) {
    const { page } = await visit(stage, { nofetch, pace: "40" });
    await goTo(page, "indexes");
    await page.locator("main > .view > .note").getByText(/links cannot be used.*publisher’s folder or USB stick can/su).waitFor();
    await addSource(page);
    expect(await page.locator("dialog input").count()).toBe(0);
    await page.locator("dialog").getByRole("button", { name: "Choose a file…" }).click();
    await page.locator("dialog [role=alert]").getByText(/links cannot be used/u).waitFor();
    await page.locator("dialog").getByRole("button", { name: "Choose a folder…" }).click();
    await get(page).click();
    await page.locator(".ready").waitFor();
    await page.context().close();
  }
});

it("pauses the download when downloads are switched off, which holds at once; on holds at the next start", async () => {
  const { page } = await visit(stage, { empty: "1", pace: "1000" });
  await getSome(page);
  await goTo(page, "settings");
  await page.getByLabel("Let Colophon download indexes").uncheck();
  await page.getByText(/is paused\./u).waitFor();
  expect(await asked(page, "settings_set")).toMatchObject([{ fetcher: false }]);
  await goTo(page, "indexes");
  await page.locator("main > .view > .note").getByText(/switched off/u).waitFor();
  await page.locator("main > .view > .note").getByRole("button", { name: "Settings" }).click();
  await page.getByLabel("Let Colophon download indexes").check();
  await goTo(page, "indexes");
  await page.locator("main > .view > .note").getByText(/when you next open Colophon/u).waitFor();
  await page.context().close();
});

it("shows what left the computer, and that nothing did", async () => {
  const { page } = await visit(stage, { empty: "1", pace: "40" });
  await goTo(page, "privacy");
  await page.getByText("Nothing: no index was downloaded.").waitFor();
  await lookAt(page, LINK);
  await get(page).click();
  await page.locator(".ready").waitFor();
  await goTo(page, "privacy");
  const row = page.locator("table").first().getByRole("row").nth(1);
  expect(await row.innerText()).toMatch(/authors\.example\.org.*191.*3\.2 GB/su);
  await page.getByRole("button", { name: "Prove it" }).click();
  await page.getByText("Every attempt was refused by the system.").first().waitFor();
  expect(await page.getByText("The part that downloads indexes").count()).toBe(7);
  await page.context().close();
});

it("shows hostile names of a publisher as text, at every step", async () => {
  const { page, wrong } = await visit(stage, { pace: "1000", sources: "1" });
  const harmless = async (step: string): Promise<void> => {
    const found = await page.evaluate(() => [window.hurt ?? 0, document.querySelectorAll("#content img, #content script, dialog img, dialog script").length, /[\u202a-\u202e\u2066\u2067]/u.test(document.documentElement.outerHTML) ? 1 : 0]);
    expect(found, step).toEqual([0, 0, 0]);
  };
  await lookAt(page, LINK.replace("/index/", "/hostile/"));
  await harmless("offer");
  expect(await page.locator("dialog").innerText()).toContain(`authors.example.org${HOSTILE.markup}`);
  expect(await page.locator("dialog .mark").first().textContent()).toBe("U+202E");
  expect(((await page.locator("dialog .what bdi").nth(1).textContent()) ?? "").length).toBeLessThanOrEqual(400);
  await get(page).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume", exact: true }).waitFor();
  await harmless("paused");
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await page.locator(".ready").waitFor({ timeout: 30_000 });
  await harmless("ready");
  await page.locator("article .row").getByRole("button", { name: /^Forget/u }).first().click();
  await harmless("forget");
  await page.keyboard.press("Escape");
  await goTo(page, "privacy");
  await page.getByText("mirror.example.net<img", { exact: false }).waitFor();
  await harmless("privacy");
  expect(wrong).toEqual([]);
  await page.context().close();
});
