import { mkdirSync } from "node:fs";
import { it } from "vitest";
import { raise, strike, visit } from "../support/browser";
import { SCREENS } from "../support/screens";
const only = (process.env["ONLY"] ?? "").split(",");
it("small", async () => {
  const stage = await raise();
  for (const [language, theme, width, height] of [["de-AT", "light", 800, 600], ["en-GB", "dark", 800, 600], ["de-AT", "light", 1200, 800]] as const)
    for (const screen of SCREENS.filter((one) => only.includes(one.name))) {
      const { page } = await visit(stage, { ...screen.query, theme, language }, { viewport: { width, height } });
      await screen.go(page);
      await page.waitForTimeout(200);
      mkdirSync("/tmp/h/s", { recursive: true });
      await page.screenshot({ path: `/tmp/h/s/${screen.name}-${language}-${theme}-${width}.png` });
      await page.context().close();
    }
  await strike(stage);
});
