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
    let [passed, skipped] = [0, 0];
    const failures: string[] = [];
    const retried: string[] = [];
    for (const { message } of unhandledErrors) failures.push(shortFailure("outside of any test", message));
    for (const module of modules) {
      const [ofModule] = module.errors();
      if (ofModule) failures.push(shortFailure(module.relativeModuleId, ofModule.message));
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const { state, errors } = test.result();
        if (state === "passed") passed++;
        else if (state === "failed") failures.push(shortFailure(name, errors?.[0]?.message));
        else skipped++;
        if (test.diagnostic()?.flaky) retried.push(name);
      }
    }
    writeFileSync(file, JSON.stringify({ passed, failed: failures.length, skipped, failures, retried }));
  }
}
