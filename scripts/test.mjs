#!/usr/bin/env node
/**
 * `npm test`: lint, types, unit tests, components in a browser, fuzzing, integration and end-to-end tests, each with its time, and one plain line at the end
 * that counts them all. `--only unit,e2e` runs some of them; whatever stands after `--` goes to their runners.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "./prepared.mjs";
import { lastLines } from "./command.mjs";
import { seconds } from "./step.mjs";
import { root } from "./unpacked.mjs";

const bin = (name, path) => [process.execPath, join(root, "node_modules", name, path)];
const vitest = (project) => [...bin("vitest", "vitest.mjs"), "run", "--project", project];

/** A check passes or fails as one; a suite reports its counts, and none is a failure. */
const stages = [
  {
    name: "lint",
    kind: "check",
    command: [...bin("@biomejs/biome", "bin/biome"), "check", "--error-on-warnings", "."],
  },
  { name: "types", kind: "check", command: [...bin("typescript", "bin/tsc"), "--noEmit"] },
  { name: "unit", kind: "suite", command: vitest("unit") },
  { name: "browser", kind: "suite", command: vitest("browser") },
  { name: "fuzz", kind: "suite", command: vitest("fuzz") },
  { name: "integration", kind: "suite", command: vitest("integration") },
  { name: "e2e", kind: "suite", command: [...bin("@playwright/test", "cli.js"), "test"], exists: hasSpecs },
];

function hasSpecs() {
  return readdirSync(join(root, "e2e"), { recursive: true, encoding: "utf8" }).some((name) =>
    name.endsWith(".spec.ts"),
  );
}

async function main() {
  const { only, rest } = readArguments(process.argv.slice(2));
  const scratch = mkdtempSync(join(tmpdir(), "rollcall-test-"));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const [failures, retried] = [[], []];
  try {
    for (const stage of stages) {
      if (only && !only.includes(stage.name)) continue;
      if (stage.exists && !stage.exists()) {
        console.log(`== ${stage.name}: there are none yet`);
        continue;
      }
      const startedAt = performance.now();
      console.log(`== ${stage.name}`);
      const counts = await runStage(stage, join(scratch, `${stage.name}.json`), rest);
      for (const name of Object.keys(total)) total[name] += counts[name];
      failures.push(...counts.failures.map((failure) => `${stage.name}: ${failure}`));
      retried.push(...counts.retried.map((test) => `${stage.name}: ${test}`));
      const verdict = stage.kind === "check" ? (counts.failed ? "failed" : "passed") : sentence(counts);
      console.log(`== ${stage.name}: ${verdict} in ${seconds(performance.now() - startedAt)}`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (total.passed + total.failed === 0) total.failed = 1;
  // Where only the end of the output is kept, it still says what to look at.
  printList("== failed", failures);
  printList("== passed at the second try only", retried);
  console.log(sentence(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}

function printList(heading, lines) {
  if (lines.length > 0) console.log([heading, ...lines].join("\n"));
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function readArguments(args) {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const at = own.indexOf("--only");
  const only = at < 0 ? null : (own[at + 1] ?? "").split(",");
  const unknown = only?.filter((name) => !stages.some((stage) => stage.name === name)) ?? [];
  if (unknown.length > 0) {
    console.error(
      `rollcall: --only wants some of ${stages.map(({ name }) => name).join(", ")}, not "${unknown.join(", ")}"`,
    );
    process.exit(2);
  }
  return { only, rest: end < 0 ? [] : args.slice(end + 1) };
}

async function runStage({ kind, command }, countsFile, rest) {
  const [program, ...args] = command;
  const { code, said } = await runToEnd(program, kind === "suite" ? [...args, ...rest] : args, countsFile);
  if (kind === "check") {
    if (code === 0) return { ...NOTHING, passed: 1 };
    console.log(lastLines(said, 200));
    return { ...NOTHING, failed: 1, failures: [lastLines(said, 20)] };
  }
  const counts = readCounts(countsFile);
  // A runner that fails without a failed test, or runs none, has not passed.
  if (counts.failed === 0 && (code !== 0 || counts.passed === 0))
    return { ...counts, failed: 1, failures: [`its runner ended with ${code} after ${counts.passed} tests`] };
  return counts;
}

const NOTHING = { passed: 0, failed: 0, skipped: 0, failures: [], retried: [] };

function readCounts(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : NOTHING;
}

/** Checks are quiet unless they fail; suites speak as they go. */
function runToEnd(program, args, countsFile) {
  const speaks = args.includes("run") || args.includes("test");
  const env = { ...process.env, ROLLCALL_TEST_COUNTS: countsFile, NODE_ENV: "test", NEXT_TELEMETRY_DISABLED: "1" };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env,
      stdio: ["ignore", speaks ? "inherit" : "pipe", speaks ? "inherit" : "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (said += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, said }));
  });
}

await main();
