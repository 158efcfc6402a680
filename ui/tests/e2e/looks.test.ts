/** How the window looks at usual sizes: no word is broken, and nothing is white in a dark window. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, raise, strike, visit } from "../support/browser";
import { SCREENS } from "../support/screens";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

/** The last one is a window of 800 by 600 with everything at 125%. */
const SIZES = [
  { width: 1080, height: 760 },
  { width: 800, height: 600 },
  { width: 640, height: 480 },
] as const;

/** Returns the words that are on two lines. */
async function broken(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const isHidden = (one: Element | null): boolean => one !== null && (getComputedStyle(one).clipPath !== "none" || isHidden(one.parentElement));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      if (node.parentElement?.closest(".long, code") !== null || isHidden(node.parentElement)) continue;
      for (const { index, 0: word } of (node.textContent ?? "").matchAll(/\p{L}+/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) found.push(word);
      }
    }
    return found;
  });
}

it.each(SCREENS.filter(({ name }) => /^(check-done|lookup-(found|work|listed-entry)|results|result-same-text|clients(-preview|-run)?|index(es|-covers)|privacy|settings|help|source-(add|offer|compare|expired|getting)|sources|source-update|privacy-left)$/u.test(name)).map((screen) => [screen.name, screen] as const))(
  "breaks no German word: %s",
  async (_name, screen) => {
    const { page } = await visit(stage, { ...screen.query, language: "de-AT" }, { viewport: SIZES[0] });
    await screen.go(page);
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      expect(await broken(page), `${viewport.width}`).toEqual([]);
    }
    await page.context().close();
  },
);

it("draws choices in its own colours, not in those of the system", async () => {
  const { page } = await visit(stage, { theme: "dark" });
  await page.keyboard.press("Control+2");
  for (const screen of SCREENS.filter(({ name }) => name === "lookup-found" || name === "settings")) {
    await screen.go(page);
    const drawn = await page.locator("main :is(select, input)").evaluateAll((all) =>
      all.map((one) => {
        const { appearance, backgroundColor } = getComputedStyle(one);
        const [red = 255] = (/\d+/u.exec(backgroundColor) ?? []).map(Number);
        return { own: appearance === "none" || !one.matches("select, [type=radio], [type=checkbox]"), dark: red < 80 || one.matches(":checked") };
      }),
    );
    expect(drawn.length).toBeGreaterThan(3);
    expect(drawn.every(({ own, dark }) => own && dark)).toBe(true);
  }
  await page.context().close();
});
