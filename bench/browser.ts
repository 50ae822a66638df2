import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium, launchArgs } from "../scripts/chromium.mjs";
import type { Life } from "./life";

export const VIEWPORT = { width: 1440, height: 900 };

export interface OpenOptions {
  /** What is done to the page before it goes anywhere. */
  before?: (page: Page) => Promise<void>;
}

export interface RunningBrowser {
  readonly version: string;
  /** A page of its own context; errors of the page are collected. */
  open(url: string, options?: OpenOptions): Promise<{ page: Page; errors: string[]; close(): Promise<void> }>;
  stop(): Promise<void>;
}

/** A real Chromium, headless; the same one as the tests use. */
export async function startBrowser(life: Life): Promise<RunningBrowser> {
  const executablePath = findChromium();
  const browser: Browser = await chromium.launch({
    args: launchArgs,
    // The bench ends it in its order.
    handleSIGINT: false,
    handleSIGTERM: false,
    ...(executablePath ? { executablePath } : {}),
  });
  return {
    version: browser.version(),
    async open(url, { before } = {}) {
      const context = await browser.newContext({ viewport: VIEWPORT, colorScheme: "dark" });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await before?.(page);
      await page.goto(url, { waitUntil: "domcontentloaded" });
      return { page, errors, close: () => context.close() };
    },
    stop: life.onEnd(() => browser.close()),
  };
}
