import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { commands } from "./scripts/browser-commands.mjs";
import { findChromium, launchArgs } from "./scripts/chromium.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": root };
const countsReporter = ["default", "./scripts/vitest-counts.ts"];

/** The app router's, which Next puts in the place of the other one when it builds. */
const asInTheApp = { "next/dynamic": "next/dist/shared/lib/app-dynamic.js" };

/** Bundled before the first test: a package that is found later reloads the page under the test that stands there. */
const bundledForBrowsers = [
  ...["csp-provider", "dialog", "menu", "popover", "toast", "tooltip"].map((part) => `@base-ui/react/${part}`),
  "@tanstack/react-query",
  "@tanstack/react-virtual",
  "cmdk",
  "lucide-react",
  "next-themes",
  "next/dist/shared/lib/app-router-context.shared-runtime",
  "next/dynamic",
  "next/link",
  "next/navigation",
  "react",
  "react-dom",
  "react-dom/client",
  "react/jsx-dev-runtime",
  "socket.io-client",
  "tailwind-merge",
  "tailwind-variants/lite",
  "zod",
];

/** What a test waits for comes at once on a quiet machine, and in seconds on one that others use, too. */
const patience = { poll: { timeout: 60_000 } };

const executablePath = findChromium();

/**
 * `unit` and `fuzz` need nothing but Node; `browser` draws components in the Chromium that the end-to-end tests have, too;
 * `integration` talks to real etcd processes.
 */
export default defineConfig({
  resolve: { alias },
  // No test loads a style sheet through Vite: it need not start Tailwind for them.
  css: { postcss: { plugins: [] } },
  test: {
    reporters: countsReporter,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,server,components,scripts,app,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.integration.test.ts", "**/*.browser.test.tsx", "server/fuzz/**"],
          expect: patience,
          // Generous: the suite shares two cores with whatever else runs there.
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias: { ...alias, ...asInTheApp } },
        // What Next puts there when it builds.
        define: { "process.env": "{}" },
        css: { postcss: root },
        optimizeDeps: { include: bundledForBrowsers },
        test: {
          name: "browser",
          include: ["components/**/*.browser.test.tsx"],
          setupFiles: ["components/testing/setup.ts"],
          expect: patience,
          testTimeout: 120_000,
          // One window after the other: what has the focus is one thing in a browser.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            connectTimeout: 300_000,
            viewport: { width: 1280, height: 800 },
            commands,
            provider: playwright({
              launchOptions: { args: launchArgs, ...(executablePath ? { executablePath } : {}) },
              contextOptions: { locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "fuzz",
          include: ["server/fuzz/**/*.test.ts"],
          setupFiles: ["server/fuzz/steps.ts"],
          // A number of inputs, however long they take: `npm run fuzz` takes a hundred times as many.
          testTimeout: 3_600_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["{lib,server,scripts}/**/*.integration.test.ts"],
          expect: patience,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: true,
          maxWorkers: 2,
          // Real processes on a machine that others use too: a second try, which the run names.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});
