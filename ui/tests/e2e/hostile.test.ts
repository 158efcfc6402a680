/** Hostile titles are shown as text in every view, and a page that breaks the policy is caught. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { HOSTILE } from "../../src/fake/books";
import { PLACES, type Stage, goTo, raise, strike, visit } from "../support/browser";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

it("shows markup as text", async () => {
  const { page, wrong } = await visit(stage, { pace: "20" });
  await page.evaluate((name) => window.fake.drop([`${name}.epub`, "draft.docx"]), `<img src=x onerror="window.hurt=1">`);
  await page.locator("[data-shortcut=save]").waitFor();
  await goTo(page, "results");
  await page.getByRole("searchbox").fill("onerror");
  await page.getByText(HOSTILE.markup.slice(0, 20)).first().waitFor();
  await page.locator("[role=gridcell] .tag").first().click();
  await page.locator(".answer").waitFor();
  expect(await page.evaluate(() => [window.hurt, document.querySelectorAll("main img, main script, main iframe").length])).toEqual([null, 0].map((one) => one ?? undefined));
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("isolates directions and shows overrides as marks", async () => {
  const { page } = await visit(stage);
  await goTo(page, "results");
  await page.getByRole("searchbox").fill("annual");
  const mark = page.locator("[role=row] .mark").first();
  await mark.waitFor();
  expect(await mark.textContent()).toBe("U+202E");
  await page.locator("[role=gridcell] .tag").first().click();
  await page.locator(".answer").waitFor();
  // No active character reaches the document, neither in text nor in an attribute.
  const power = await page.evaluate(() => /[\u202a-\u202e\u2066\u2067]/u.test(document.documentElement.outerHTML));
  expect(power).toBe(false);
  await page.context().close();
});

it("clamps five thousand characters and shows all of them on demand", async () => {
  const { page } = await visit(stage);
  await goTo(page, "results");
  await page.getByRole("searchbox").fill("longest");
  await page.locator("[aria-rowcount='2'] [role=gridcell] .tag").click();
  await page.locator(".answer").waitFor();
  const heading = page.locator("main h1");
  expect((await heading.locator("bdi").textContent())?.length).toBeLessThanOrEqual(160);
  await heading.getByRole("button", { name: "Show all" }).click();
  expect((await heading.locator("bdi").textContent())?.length).toBeGreaterThan(4900);
  await page.context().close();
});

it("appears in every row of a list without breaking it", async () => {
  const { page, wrong } = await visit(stage, { titles: "40" });
  await goTo(page, "clients");
  await page.locator(".run button").first().click();
  await page.locator("[role=gridcell] .tag").first().waitFor();
  const heights = await page.locator(".body [role=row]").evaluateAll((rows) => [...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height)))]);
  expect(heights).toHaveLength(1);
  const inside = await page.locator(".body [role=row]").evaluateAll((rows) => rows.every((row) => row.scrollWidth <= row.clientWidth + 1));
  expect(inside).toBe(true);
  expect(wrong).toEqual([]);
  await page.context().close();
});

it("mirrors its layout for a language written from right to left", async () => {
  const { page } = await visit(stage);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  for (const width of [1200, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const place of PLACES) {
      await goTo(page, place);
      await page.waitForTimeout(150);
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(excess, `${place} at ${width}`).toBe(0);
    }
  }
  const nav = await page.locator("nav").boundingBox();
  await page.setViewportSize({ width: 1200, height: 800 });
  const wide = await page.locator("nav").boundingBox();
  expect(nav).not.toBeNull();
  expect(wide?.x).toBeGreaterThan(900);
  await page.context().close();
});

it("would notice an inline style, an inline script or a request", async () => {
  const { page, wrong } = await visit(stage);
  await page.evaluate(() => {
    const box = document.createElement("div");
    box.innerHTML = `<p style="color: red">x</p><img src="http://127.0.0.1:9/x">`;
    document.body.append(box);
    const script = document.createElement("script");
    script.textContent = "window.hurt = 1";
    document.body.append(script);
  });
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => window.hurt)).toBeUndefined();
  expect(wrong.filter((message) => message.includes("Content Security Policy")).length).toBeGreaterThanOrEqual(3);
  await page.context().close();
});
