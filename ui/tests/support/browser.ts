/** Runs the built window with its fake program in Chromium, under the window's own policy. */

import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { type PreviewServer, preview } from "vite";
import type { Fake } from "../../src/fake/main";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

declare global {
  interface Window {
    fake: Fake;
    /** Set by a title that ran instead of being read. */
    hurt?: number;
    longTasks: number[];
  }
}

export interface Stage {
  readonly server: PreviewServer;
  readonly browser: Browser;
  readonly origin: string;
}

export async function raise(): Promise<Stage> {
  const server = await preview({ root: ROOT, mode: "fake", build: { outDir: "dist-fake" }, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("the preview server has no port");
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return { server, browser, origin: `http://127.0.0.1:${address.port}` };
}

export async function strike({ server, browser }: Stage): Promise<void> {
  await browser.close();
  await server.close();
}

/** A page, and everything that went wrong in it. */
export interface Visit {
  readonly page: Page;
  readonly wrong: string[];
}

/** Opens the window; `query` sets the scene (src/fake/main.ts). */
export async function visit(stage: Stage, query: Readonly<Record<string, string>> = {}, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await stage.browser.newContext({ viewport: { width: 1200, height: 800 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") wrong.push(message.text());
  });
  page.on("dialog", (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  await page.goto(`${stage.origin}/fake.html?${new URLSearchParams(query).toString()}`);
  await page.locator("main h1").waitFor();
  return { page, wrong };
}

/** The places of the window, in the order of their shortcuts. */
export const PLACES = ["check", "lookup", "results", "clients", "indexes", "privacy", "settings"] as const;

/** Goes to a place by its shortcut. */
export async function goTo(page: Page, place: (typeof PLACES)[number]): Promise<void> {
  await page.keyboard.press(place === "settings" ? "Control+Comma" : `Control+${PLACES.indexOf(place) + 1}`);
}

/** Stops the program's time, or lets it go on: what a test does meanwhile never comes too late. */
export async function hold(page: Page, held: boolean): Promise<void> {
  await page.evaluate((wanted) => (window.fake.program.held = wanted), held);
}

/** Waits until the page was drawn again, at most two seconds: a browser on a busy machine may leave out frames. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => done()));
        setTimeout(done, 2_000);
      }),
  );
}
