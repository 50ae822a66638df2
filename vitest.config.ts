import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };
const countsReporter = ["default", "./scripts/vitest-counts.ts"];

/** What a test waits for comes at once on a quiet machine, and in seconds on one that others use, too. */
const patience = { poll: { timeout: 60_000 } };

/** `unit` and `fuzz` need nothing but Node; `integration` talks to real etcd processes. */
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
          exclude: ["**/*.integration.test.ts", "server/fuzz/**"],
          expect: patience,
          // Generous: the suite shares two cores with whatever else runs there.
          testTimeout: 120_000,
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
