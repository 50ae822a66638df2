import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "./leftovers";

/** The runner itself, on a file whose middle test fails at its first try. */
it("a second try meets nothing of the first, and the counts name it", async () => {
  const counts = join(await temporaryFolder("second-try"), "counts.json");
  const vitest = join(process.cwd(), "node_modules", "vitest", "vitest.mjs");
  const config = join(import.meta.dirname, "second-try", "vitest.config.ts");
  await promisify(execFile)(process.execPath, [vitest, "run", "--config", config], {
    env: { ...process.env, ROLLCALL_TEST_COUNTS: counts },
  });
  expect(JSON.parse(await readFile(counts, "utf8"))).toEqual({
    passed: 3,
    failed: 0,
    skipped: 0,
    failures: [],
    retried: ["second-try.fixture.ts > meets nothing of its first try"],
  });
});
