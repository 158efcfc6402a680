/** Every task with the keyboard alone; nothing here points or clicks. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PLACES, type Stage, goTo, hold, raise, strike, visit } from "../support/browser";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

/** Presses Tab until the focused element has this name; fails when none has. */
async function tabTo(page: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const met: string[] = [];
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press(key);
    const label = await focused(page);
    if (name.test(label)) return;
    met.push(label);
  }
  throw new Error(`nothing called ${String(name)} among ${met.join(" | ")}`);
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return "";
    const labels = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? [...(at.labels ?? [])].map((label) => label.textContent ?? "").join(" ") : "";
    return (at.getAttribute("aria-label") ?? (labels === "" ? at.textContent : labels) ?? "").replace(/\s+/gu, " ").trim();
  });
}

/** Asserts that every stop of Tab from the top shows its focus. */
async function everyStopIsSeen(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));
  const unseen: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return null;
      const style = getComputedStyle(at);
      const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || (at instanceof SVGElement && style.stroke !== "none");
      return { name: at.textContent?.slice(0, 40) ?? at.tagName, ring };
    });
    if (stop === null) break;
    if (!stop.ring) unseen.push(stop.name);
  }
  expect(unseen).toEqual([]);
}

it("checks a file, reads the result, saves a report, forgets it", async () => {
  const { page, wrong } = await visit(stage, { pace: "40" });
  await page.keyboard.press("Control+o");
  await page.locator("[data-shortcut=save]").waitFor();
  await tabTo(page, /^The |^Open|Nine Letters|Lighthouse/u);
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
  expect(await page.locator("main h1").evaluate((heading) => heading === document.activeElement)).toBe(true);
  expect(await page.locator(".answer .says").textContent()).toBe("Your text is in the index.");

  // The picture: from chapter to chapter.
  await tabTo(page, /matches|match$/u);
  const before = await focused(page);
  await page.keyboard.press("ArrowRight");
  expect(await focused(page)).not.toBe(before);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, /Read the matching passages/u);
  await page.keyboard.press("Enter");
  await page.locator("blockquote").waitFor();
  await tabTo(page, /Next passage|Previous passage/u);

  await page.keyboard.press("Control+s");
  await page.locator("dialog").waitFor();
  await page.keyboard.press("ArrowDown");
  await tabTo(page, /Choose where/u);
  await page.keyboard.press("Enter");
  await page.getByText(/^Saved as/u).waitFor();
  const saved = await page.evaluate(() => window.fake.program.calls.find((call) => call.command === "report_save")?.ask);
  expect(saved).toMatchObject({ format: "xlsx" });

  await tabTo(page, /Forget/u, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await focused(page)).toMatch(/Forget/u);
  await page.keyboard.press("Enter");
  await tabTo(page, /^Forget$/u);
  await page.keyboard.press("Enter");
  await page.getByText("1 result was forgotten.").waitFor();
  expect(await page.locator("main h1").evaluate((heading) => heading === document.activeElement)).toBe(true);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("stops one document, and all", async () => {
  const { page } = await visit(stage, { pace: "1500" });
  await page.keyboard.press("Control+o");
  await page.locator("[role=row]").first().waitFor();
  await hold(page, true);
  await tabTo(page, /draft-7|The Salt Road/u);
  await page.keyboard.press("End");
  await page.keyboard.press("Delete");
  await page.getByText("Stopped before it was finished.").first().waitFor();
  await tabTo(page, /Stop all/u, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.locator("main").getByText("Stopped. Finished results are kept.").waitFor();
  await page.context().close();
});

it("checks a client list and goes on where it stopped", async () => {
  const { page } = await visit(stage, { pace: "900", titles: "300" });
  await goTo(page, "clients");
  await page.keyboard.press("Control+o");
  await page.locator("table").waitFor();
  await tabTo(page, /What column .*a\.k\.a\./u);
  await page.keyboard.press("p");
  await page.keyboard.press("Enter");
  await tabTo(page, /Check 300 titles/u);
  await page.keyboard.press("Enter");
  await page.locator("progress[value]").waitFor();
  await page.waitForFunction(() => (document.querySelector<HTMLProgressElement>("progress[value]")?.value ?? 0) > 0);
  await hold(page, true);
  await tabTo(page, /^Stop$/u);
  await page.keyboard.press("Enter");
  await page.getByText(/already done/u).waitFor();
  await hold(page, false);
  await tabTo(page, /^Resume$/u);
  await page.keyboard.press("Enter");
  await page.locator("[role=grid]").waitFor({ timeout: 60_000 });
  const ask = await page.evaluate(() => window.fake.program.calls.findLast((call) => call.command === "clients_run")?.ask);
  expect(ask).toMatchObject({ mapping: [{ field: "pen_names", column: "a.k.a." }] });

  await page.keyboard.press("Control+f");
  await page.keyboard.type("winter wheat");
  await page.waitForFunction(() => /^\d+ results?$/u.test(document.querySelector("main .tools > p")?.textContent ?? "") && !document.querySelector("main .tools > p")?.textContent?.startsWith("300"));
  await tabTo(page, /Sort by First added/u);
  await page.keyboard.press("Enter");
  await page.locator("[aria-sort=ascending]").waitFor();
  await tabTo(page, /Winter Wheat/u);
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  await page.locator("[role=grid]").waitFor();
  await tabTo(page, /Save a report for each client/u);
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor();
  await tabTo(page, /Choose where/u);
  await page.keyboard.press("Enter");
  await page.getByText(/files saved in/u).waitFor();
  await page.context().close();
});

it("builds, verifies and removes an index", async () => {
  const { page } = await visit(stage, { pace: "100" });
  await goTo(page, "indexes");
  await tabTo(page, /Build an index/u);
  await page.keyboard.press("Enter");
  await tabTo(page, /Name of the index/u);
  await page.keyboard.type("Our backlist");
  await tabTo(page, /Add a folder/u);
  await page.keyboard.press("Enter");
  await page.getByText("Backlist", { exact: true }).waitFor();
  await tabTo(page, /^Build$/u);
  await page.keyboard.press("Enter");
  await page.getByText(/is ready and will be searched/u).waitFor();
  await tabTo(page, /Verify .*Our backlist/u);
  await page.keyboard.press("Enter");
  await page.getByText(/every part is intact/u).waitFor();
  await tabTo(page, /Remove .*Our backlist/u);
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor();
  await tabTo(page, /^Remove$/u);
  await page.keyboard.press("Enter");
  await page.getByText("The index was removed.").waitFor();
  await page.context().close();
});

it("adds a source, compares its fingerprint, pauses, resumes, updates and forgets it", async () => {
  const { page, wrong } = await visit(stage, { pace: "1000", empty: "1" });
  await goTo(page, "indexes");
  await tabTo(page, /Add a source/u);
  await page.keyboard.press("Enter");
  // The field has the focus.
  await page.keyboard.type("https://authors.example.org/index/");
  await page.keyboard.press("Enter");
  await page.locator("dialog .facts").waitFor();
  await tabTo(page, /It is the same/u);
  await page.keyboard.press("Space");
  await tabTo(page, /^Get$/u);
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.waitForFunction(() => (document.querySelector<HTMLProgressElement>("main progress[value]")?.value ?? 0) > 15);
  await hold(page, true);
  await tabTo(page, /^Pause$/u);
  await page.keyboard.press("Enter");
  await page.getByText(/^Paused\./u).waitFor();
  await hold(page, false);
  await tabTo(page, /^Resume$/u);
  await page.keyboard.press("Enter");
  await page.locator(".ready").waitFor({ timeout: 30_000 });
  await tabTo(page, /^Dismiss$/u);
  await page.keyboard.press("Enter");
  await tabTo(page, /Check for updates: .*Authors’ index/u);
  await page.keyboard.press("Enter");
  await page.locator(".update").waitFor();
  await tabTo(page, /Get the update:/u, "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.locator(".ready").waitFor({ timeout: 30_000 });
  await tabTo(page, /Forget .*Authors’ index/u);
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor();
  await tabTo(page, /^Forget$/u);
  await page.keyboard.press("Enter");
  await page.getByText("The source was forgotten.").waitFor();
  await goTo(page, "settings");
  await tabTo(page, /Let Colophon download indexes/u);
  await page.keyboard.press("Space");
  expect(await page.evaluate(() => window.fake.program.calls.findLast((call) => call.command === "settings_set")?.ask)).toMatchObject({ fetcher: false });
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("changes language and appearance, and shows the keys", async () => {
  const { page } = await visit(stage);
  await goTo(page, "settings");
  await tabTo(page, /Light|Match the system|Dark/u);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.documentElement.dataset["theme"] === "dark");
  await tabTo(page, /Language/u);
  await page.keyboard.press("d");
  await page.getByRole("heading", { name: "Einstellungen" }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
  await page.getByRole("button", { name: "Tastenkürzel" }).click();
  await page.locator("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.context().close();
});

it("goes through the tour, skips it, and does not lead into a trap", async () => {
  const { page } = await visit(stage, { tour: "1" });
  await page.locator("dialog").waitFor();
  for (let n = 0; n < 3; n += 1) {
    await tabTo(page, /^Next$/u);
    await page.keyboard.press("Enter");
  }
  await tabTo(page, /Try it with a sample story/u);
  await page.keyboard.press("Enter");
  await page.locator("[role=row]").first().waitFor();
  await page.context().close();

  const again = await visit(stage, { tour: "1" });
  await again.page.keyboard.press("Escape");
  await again.page.locator("dialog").waitFor({ state: "detached" });
  const kept = await again.page.evaluate(() => window.fake.program.calls.find((call) => call.command === "settings_set")?.ask);
  expect(kept).toMatchObject({ tour_seen: true });
  await again.page.context().close();
});

it("shows where the focus is, everywhere", async () => {
  const { page } = await visit(stage);
  for (const place of PLACES) {
    await goTo(page, place);
    await page.waitForTimeout(200);
    await everyStopIsSeen(page);
  }
  await page.context().close();
});

it("proves that nothing leaves", async () => {
  const { page } = await visit(stage);
  await goTo(page, "privacy");
  await tabTo(page, /Prove it/u);
  await page.keyboard.press("Enter");
  await page.getByText("Every attempt was refused by the system.").first().waitFor();
  await page.context().close();
});
