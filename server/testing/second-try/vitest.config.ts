import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["second-try.fixture.ts"],
    reporters: ["../../../scripts/vitest-counts.ts"],
  },
});
