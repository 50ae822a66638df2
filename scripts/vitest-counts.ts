import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import { shortFailure } from "./short-failure";

/**
 * Writes `{passed, failed, skipped, failures, retried}` to the file named by ROLLCALL_TEST_COUNTS; scripts/test.mjs
 * adds them up, and repeats what failed and what passed at its second try only.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly { message: string }[]): void {
    const file = process.env.ROLLCALL_TEST_COUNTS;
    if (!file) return;
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const failures: string[] = [];
    const retried: string[] = [];
    const fail = (where: string, error: { message: string } | undefined) => {
      counts.failed++;
      failures.push(shortFailure(where, error?.message));
    };
    for (const error of unhandledErrors) fail("outside of any test", error);
    for (const module of modules) {
      const [ofModule] = module.errors();
      if (ofModule) fail(module.relativeModuleId, ofModule);
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const { state, errors } = test.result();
        if (state === "passed") counts.passed++;
        else if (state === "failed") fail(name, errors?.[0]);
        else counts.skipped++;
        if (test.diagnostic()?.flaky) retried.push(name);
      }
    }
    writeFileSync(file, JSON.stringify({ ...counts, failures, retried }));
  }
}
