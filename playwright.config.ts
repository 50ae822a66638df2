import { defineConfig } from "@playwright/test";
import { findChromium, launchArgs } from "./scripts/chromium.mjs";

const executablePath = findChromium();

/**
 * Each test brings its own console and etcd (e2e/support/console.ts); nothing is shared. On a machine that others use too a
 * second try, which the run names as flaky.
 */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 120_000,
  // Waiting ends when what is expected is there: a machine that others use may be slower by far.
  expect: { timeout: process.env.CI ? 30_000 : 15_000 },
  reporter: [["list"], ["./e2e/support/reporter.ts"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    // Recording takes its share of two cores: where nobody watches only what failed once is recorded.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { args: launchArgs, ...(executablePath ? { executablePath } : {}) },
  },
});
