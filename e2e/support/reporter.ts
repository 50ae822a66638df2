import { writeFileSync } from "node:fs";
import type { FullConfig, Reporter, Suite, TestError } from "@playwright/test/reporter";
import { shortFailure } from "../../scripts/short-failure";

/**
 * Writes `{passed, failed, skipped, failures, retried}` to the file named by ROLLCALL_TEST_COUNTS; scripts/test.mjs
 * adds them up, and repeats what failed and what passed at its second try only.
 */
export default class CountsReporter implements Reporter {
  private suite: Suite | null = null;
  private readonly errors: TestError[] = [];

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  /** Outside of any test: a spec that does not load, a fixture of a worker that fails. */
  onError(error: TestError): void {
    this.errors.push(error);
  }

  onEnd(): void {
    const file = process.env.ROLLCALL_TEST_COUNTS;
    if (!file) return;
    let [passed, skipped] = [0, 0];
    const failures = this.errors.map(({ message }) => shortFailure("outside of any test", message));
    const retried: string[] = [];
    for (const test of this.suite?.allTests() ?? []) {
      const outcome = test.outcome();
      const name = test.titlePath().filter(Boolean).join(" > ");
      if (outcome === "expected") passed++;
      else if (outcome === "skipped") skipped++;
      else if (outcome === "flaky") {
        passed++;
        retried.push(name);
      } else failures.push(shortFailure(name, test.results.at(-1)?.error?.message));
    }
    writeFileSync(file, JSON.stringify({ passed, failed: failures.length, skipped, failures, retried }));
  }

  printsToStdio(): boolean {
    return false;
  }
}
