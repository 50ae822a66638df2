#!/usr/bin/env node
/**
 * `npm run fuzz`: the fuzz suite with far more inputs than `npm test` takes. `--runs 100000` of each kind, `--seed 7` for
 * other inputs or those of a failure, and a name for one kind: `npm run fuzz -- --runs 1000000 yaml`.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import "./prepared.mjs";
import { root } from "./unpacked.mjs";

const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "100000" }, seed: { type: "string" } },
  allowPositionals: true,
});
for (const [name, text] of Object.entries(values))
  if (!/^\d{1,9}$/.test(text)) {
    console.error(`rollcall: --${name} wants a whole number, not "${text}"`);
    process.exit(2);
  }
const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "fuzz", ...positionals],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      ROLLCALL_FUZZ_RUNS: values.runs,
      ...(values.seed === undefined ? {} : { ROLLCALL_FUZZ_SEED: values.seed }),
    },
  },
);
process.exitCode = status ?? 1;
