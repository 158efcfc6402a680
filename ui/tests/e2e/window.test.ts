/** What a person expects of any window: menus, size, print, help, and that nothing is lost when one looks elsewhere. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, goTo, raise, strike, visit } from "../support/browser";
import { lookUp } from "../support/screens";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

const MAY = { permissions: ["clipboard-read", "clipboard-write"] };
const clipboard = async (page: Page): Promise<string> => page.evaluate(async () => navigator.clipboard.readText());

it("has a menu for every row, by pointer and by key, and never the browser's own", async () => {
  const { page, wrong } = await visit(stage, {}, MAY);
  await page.evaluate(() => {
    window.addEventListener("contextmenu", (event) => (document.body.dataset["own"] = String(event.defaultPrevented)));
  });
  await page.locator("main h1").click({ button: "right" });
  expect(await page.evaluate(() => document.body.dataset["own"])).toBe("true");
  await goTo(page, "results");
  await page.locator("[role=gridcell] .tag").first().waitFor();
  const row = page.locator("[role=row][data-index='2']");
  await row.click({ button: "right" });
  expect(await page.getByRole("menuitem").allTextContents()).toEqual(["Open", "Save report…", "Copy the title", "Forget…"]);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("menu").count()).toBe(0);
  for (const key of ["Shift+F10", "ContextMenu"]) {
    await row.focus();
    await page.keyboard.press(key);
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Forget…");
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-index"))).toBe("2");
  }
  await page.keyboard.press("Shift+F10");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const title = await row.locator("cite").first().textContent();
  await page.keyboard.press("Enter");
  expect(await clipboard(page)).toBe(title);
  await row.focus();
  await page.keyboard.press("Shift+F10");
  await page.keyboard.press("Enter");
  await page.locator(".answer").waitFor();
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("has menus for look-ups, indexes, lists and the check", async () => {
  const { page } = await visit(stage, { pace: "40" }, MAY);
  await lookUp(page, "Ines Valderrama");
  await page.locator("[role=row][data-index='0']").click({ button: "right" });
  expect(await page.getByRole("menuitem").allTextContents()).toEqual(["Show the entries", "Select", "Copy the title"]);
  await page.keyboard.press("Escape");
  await goTo(page, "indexes");
  await page.locator("article").first().locator("h2").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Copy SHA-256" }).click();
  expect(await clipboard(page)).toMatch(/^[0-9a-f]{64}$/u);
  await goTo(page, "clients");
  await page.locator(".run h3").first().click({ button: "right" });
  expect(await page.getByRole("menuitem").allTextContents()).toEqual(["Open", "Save a report for each client…", "Forget…"]);
  await page.context().close();
});

it("cuts, copies and pastes in a text field", async () => {
  const { page } = await visit(stage, {}, MAY);
  await goTo(page, "lookup");
  const field = page.locator("[data-shortcut=find]");
  await field.fill("Salt Road");
  await field.selectText();
  const choose = async (name: string): Promise<void> => {
    await field.click({ button: "right" });
    await page.getByRole("menuitem", { name, exact: true }).click();
  };
  await field.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Cut" }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[data-shortcut=find]")?.value === "");
  expect(await clipboard(page)).toBe("Salt Road");
  await choose("Paste");
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[data-shortcut=find]")?.value === "Salt Road");
  await choose("Select all");
  expect(await field.evaluate((one: HTMLInputElement) => one.selectionEnd)).toBe(9);
  await page.context().close();
});

it("copies a checksum with a button", async () => {
  const { page } = await visit(stage, {}, MAY);
  await goTo(page, "results");
  await page.locator("[role=gridcell] .tag").first().waitFor();
  await page.locator(`[role=row][tabindex="0"]`).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Copy SHA-256", exact: true }).first().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await clipboard(page)).toMatch(/^[0-9a-f]{64}$/u);
  await page.context().close();
});

it("grows and shrinks, and remembers the size", async () => {
  const { page } = await visit(stage);
  const size = async (): Promise<unknown> => page.evaluate(() => (window.fake.program.calls.findLast((call) => call.command === "settings_set")?.ask as { zoom?: number } | undefined)?.zoom);
  await page.keyboard.press("Control+=");
  expect(await size()).toBe(110);
  await page.keyboard.press("Control++");
  expect(await size()).toBe(125);
  await page.keyboard.press("Control+-");
  expect(await size()).toBe(110);
  await page.getByText("Size: 110%").waitFor();
  await page.keyboard.press("Control+0");
  expect(await size()).toBe(100);
  await page.context().close();
});

it("prints the page with all its rows, without places and buttons", async () => {
  const { page } = await visit(stage, { results: "300" });
  await goTo(page, "results");
  await page.locator("[role=gridcell] .tag").first().waitFor();
  await page.keyboard.press("Control+p");
  await page.waitForFunction(() => window.fake.program.calls.some((call) => call.command === "page_print"));
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("[role=row][data-index]").count()).toBe(300);
  expect(await page.locator("[aria-busy=true]").count()).toBe(0);
  expect(await page.getByRole("navigation").count()).toBe(0);
  expect(await page.locator("button:visible:not([role=columnheader] *)").count()).toBe(0);
  const apart = await page.evaluate(() => {
    const [one, two] = [...document.querySelectorAll("[data-index]")].map((row) => row.getBoundingClientRect());
    return (two?.top ?? 0) - (one?.bottom ?? 0);
  });
  expect(apart).toBeGreaterThanOrEqual(0);
  await page.emulateMedia({ media: "screen" });
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.querySelectorAll("[role=row][data-index]").length < 100);
  await page.context().close();
});

it("has help at F1, with every answer and the keys", async () => {
  const { page } = await visit(stage);
  await page.keyboard.press("F1");
  await page.getByRole("heading", { name: "Help", level: 1 }).waitFor();
  expect(await page.locator("main .card").count()).toBe(10);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Keyboard shortcuts");
  expect(await page.locator("nav [aria-current=page]").textContent()).toContain("Help");
  await page.context().close();
});

it("keeps a form, a mapping and a question while one looks elsewhere", async () => {
  const { page } = await visit(stage);
  await goTo(page, "indexes");
  await page.locator("[aria-expanded]").first().click();
  await page.getByLabel("Name of the index").fill("Our backlist");
  await page.locator("fieldset > .row button").nth(1).click();
  await goTo(page, "clients");
  await page.locator("[data-shortcut=open]").click();
  await page.locator("table").waitFor();
  await page.getByLabel(/What column .*a\.k\.a\./u).selectOption("pen_names");
  await goTo(page, "privacy");
  await page.locator("main .primary").click();
  await goTo(page, "indexes");
  expect(await page.getByLabel("Name of the index").inputValue()).toBe("Our backlist");
  expect(await page.getByText("Backlist", { exact: true }).count()).toBe(1);
  await page.locator("article > .row button.quiet").first().click();
  await page.locator("dialog").waitFor();
  // Files that are dropped lead elsewhere; the question is there again afterwards.
  await page.evaluate(() => window.fake.drop(["draft-7.docx"]));
  await page.getByRole("heading", { name: "Check your books" }).waitFor();
  await goTo(page, "indexes");
  await page.locator("dialog").waitFor();
  await page.keyboard.press("Escape");
  await goTo(page, "clients");
  expect(await page.getByLabel(/What column .*a\.k\.a\./u).inputValue()).toBe("pen_names");
  await goTo(page, "privacy");
  expect(await page.locator("main table").count()).toBe(1);
  await page.context().close();
});

it("keeps what was typed into the boxes of a result", async () => {
  const { page } = await visit(stage, { pace: "20" });
  await page.evaluate(() => window.fake.drop(["draft-7.docx"]));
  await page.locator("[data-shortcut=save]").waitFor();
  await page.getByRole("button", { name: /^Open the result for/u }).click();
  await page.getByLabel("Author").first().fill("Ines Valderrama");
  await goTo(page, "settings");
  await page.keyboard.press("Control+1");
  await page.getByRole("button", { name: /^Open the result for/u }).click();
  expect(await page.getByLabel("Author").first().inputValue()).toBe("Ines Valderrama");
  await page.context().close();
});

it.each(["en-GB", "de-AT"])("shows rows on a small window in %s", async (language) => {
  const { page } = await visit(stage, { language, pace: "20" }, { viewport: { width: 800, height: 600 } });
  const firstRow = async (): Promise<number> => {
    await page.locator("[role=row][data-index='0'] [role=gridcell]").first().waitFor();
    return page.evaluate(() => document.querySelector("[role=row][data-index='1']")?.getBoundingClientRect().bottom ?? 9_999);
  };
  await goTo(page, "results");
  expect(await firstRow()).toBeLessThan(600);
  await page.evaluate(() => window.fake.drop(["The Salt Road North.epub", "draft-7.docx", "scan-1987.pdf"]));
  await page.locator("[data-shortcut=save]").waitFor();
  expect(await firstRow()).toBeLessThan(600);
  // No label of a button or a place is cut.
  for (const place of ["check", "results", "clients", "indexes", "privacy", "settings"] as const) {
    await goTo(page, place);
    await page.waitForTimeout(100);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("nav button, nav span, main button, main label, h1, h2, summary")].filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && one.closest("[role=row], .visually-hidden, .brand") === null).map((one) => one.textContent),
    );
    expect(cut, place).toEqual([]);
  }
  await page.context().close();
});

it("has a menu inside a dialog too", async () => {
  const { page } = await visit(stage, {}, MAY);
  await lookUp(page, "978-0-306-40615-7");
  await page.locator("[role=gridcell].title").first().click();
  const digest = page.locator("dialog code").first();
  await digest.click({ button: "right" });
  await page.getByRole("menuitem", { name: "Copy the checksum" }).click();
  expect(await clipboard(page)).toBe(await digest.textContent());
  // Escape closes the menu, then the dialog.
  await digest.click({ button: "right" });
  await page.keyboard.press("Escape");
  expect([await page.getByRole("menu").count(), await page.locator("dialog").count()]).toEqual([0, 1]);
  await page.context().close();
});
