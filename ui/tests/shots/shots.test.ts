import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, it } from "vitest";
import { ROOT, type Stage, raise, strike, visit } from "../support/browser";
import { SCREENS } from "../support/screens";

let stage: Stage;
beforeAll(async () => {
  stage = await raise();
});
afterAll(() => strike(stage));

const only = process.env["ONLY"]?.split(",");
/** The sizes of the window, such as `SIZES=1080x760,800x600`. */
const views = (process.env["SIZES"] ?? "1200x800,320x568").split(",").map((size) => {
  const [width = 1200, height = 800] = size.split("x").map(Number);
  return { width, height };
});
const themes = (process.env["THEMES"] ?? "light,dark").split(",");
const language = process.env["LANGUAGE_TAG"] ?? "en-GB";

for (const screen of SCREENS) {
  if (only !== undefined && !only.includes(screen.name)) continue;
  it(screen.name, async () => {
    for (const theme of themes)
      for (const viewport of views) {
        const { page } = await visit(stage, { ...screen.query, theme, language }, { viewport });
        await screen.go(page);
        await page.waitForTimeout(150);
        const folder = `${ROOT}/shots/${viewport.width}-${theme}`;
        mkdirSync(folder, { recursive: true });
        await page.screenshot({ path: `${folder}/${screen.name}.png`, fullPage: viewport.width === 1200 ? screen.name.startsWith("result-") && !screen.name.includes("long") : false });
        await page.context().close();
      }
  });
}
