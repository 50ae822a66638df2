import { execFile } from "node:child_process";
import { endsWithSetup } from "./children.mjs";
import { SetupError } from "./step.mjs";

/**
 * Runs a program without a prompt or a terminal; resolves to what it printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutMs?: number }} [options]
 * @returns {Promise<string>}
 */
export function run(program, args, { cwd, env, timeoutMs = 300_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { cwd, env: { ...process.env, ...env }, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        const why = error.killed ? `was stopped after ${timeoutMs / 1000} s` : lastLines(`${stdout}\n${stderr}`);
        reject(new SetupError(`${program} ${args[0] ?? ""}: ${why || error.message}`, { cause: error }));
      },
    );
    endsWithSetup(child);
    child.stdin?.end();
  });
}

/** What a failed program said last: enough to see why, not its whole log. */
export function lastLines(text, count = 12) {
  return text.trim().split("\n").slice(-count).join("\n");
}
