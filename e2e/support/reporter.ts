import { writeFileSync } from "node:fs";
import type { FullConfig, Reporter, Suite } from "@playwright/test/reporter";

/** Writes `{passed, failed, skipped}` to the file named by ROLLCALL_TEST_COUNTS; scripts/test.mjs adds them up. */
export default class CountsReporter implements Reporter {
  private suite: Suite | null = null;
  private errors = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  /** Outside of any test: a spec that does not load, a fixture of a worker that fails. */
  onError(): void {
    this.errors++;
  }

  onEnd(): void {
    const file = process.env.ROLLCALL_TEST_COUNTS;
    if (!file) return;
    const counts = { passed: 0, failed: this.errors, skipped: 0 };
    for (const test of this.suite?.allTests() ?? []) {
      const outcome = test.outcome();
      // Flaky: its second try passed. The list reporter names it.
      if (outcome === "expected" || outcome === "flaky") counts.passed++;
      else if (outcome === "skipped") counts.skipped++;
      else counts.failed++;
    }
    writeFileSync(file, JSON.stringify(counts));
  }

  printsToStdio(): boolean {
    return false;
  }
}
