import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { Life } from "./life";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const VIEWPORT = { width: 1440, height: 900 };

export interface RunningBrowser {
  readonly version: string;
  /** A page of its own context; errors of the page are collected. */
  open(url: string): Promise<{ page: Page; errors: string[]; close(): Promise<void> }>;
  stop(): Promise<void>;
}

/** A real Chromium, headless: the one named, else Playwright's own, else the system's. */
export async function startBrowser(life: Life): Promise<RunningBrowser> {
  const executablePath = executable();
  const browser: Browser = await chromium.launch({
    args: FLAGS,
    // The bench ends it in its order.
    handleSIGINT: false,
    handleSIGTERM: false,
    ...(executablePath ? { executablePath } : {}),
  });
  return {
    version: browser.version(),
    async open(url) {
      const context = await browser.newContext({ viewport: VIEWPORT, colorScheme: "dark" });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(url, { waitUntil: "domcontentloaded" });
      return { page, errors, close: () => context.close() };
    },
    stop: life.onEnd(() => browser.close()),
  };
}

function executable(): string | undefined {
  const named = process.env.ROLLCALL_CHROMIUM_BIN;
  if (named) return named;
  if (existsSync(chromium.executablePath())) return undefined;
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
}
