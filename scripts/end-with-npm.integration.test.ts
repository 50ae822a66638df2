import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const endWithNpm = pathToFileURL(fileURLToPath(new URL("end-with-npm.mjs", import.meta.url))).href;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-npm-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `npm start` used to leave the console running when npm was stopped by a process manager (SIGTERM, to npm alone). */
it.each(["SIGTERM", "SIGKILL"] as const)("ends the console when npm gets %s", async (signal) => {
  const pidFile = join(folder, "pid");
  const program = `
    import ${JSON.stringify(endWithNpm)};
    import { writeFileSync } from "node:fs";
    writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    setInterval(() => {}, 1000);`;
  await writeFile(join(folder, "console.mjs"), program);
  await writeFile(join(folder, "package.json"), JSON.stringify({ scripts: { start: "node console.mjs" } }));
  const npm = spawn("npm", ["start"], { cwd: folder, stdio: "ignore" });
  await expect.poll(() => existsSync(pidFile), { timeout: 30_000 }).toBe(true);
  await expect.poll(() => readFile(pidFile, "utf8")).toMatch(/^\d+$/);
  const pid = Number(await readFile(pidFile, "utf8"));
  npm.kill(signal);
  const isAlive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  try {
    await expect.poll(isAlive, { timeout: 60_000 }).toBe(false);
  } finally {
    if (isAlive()) process.kill(pid, "SIGKILL");
  }
});
