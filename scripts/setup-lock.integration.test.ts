import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockSetup } from "./setup-lock.mjs";

const lockModule = fileURLToPath(new URL("setup-lock.mjs", import.meta.url));
let folder: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-lock-"));
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await rm(folder, { recursive: true });
});

function run(program: string) {
  const source = `import { lockSetup } from ${JSON.stringify(lockModule)}; ${program}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

it("lets many set-ups through one after another, never two at once", async () => {
  const log = join(folder, "log");
  await writeFile(log, "");
  const each = `
    import { appendFileSync } from "node:fs";
    const release = await lockSetup(${JSON.stringify(folder)});
    appendFileSync(${JSON.stringify(log)}, "in ");
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(${JSON.stringify(log)}, "out ");
    release();`;
  await Promise.all(Array.from({ length: 6 }, () => once(run(each), "exit")));
  expect(await readFile(log, "utf8")).toBe("in out ".repeat(6));
});

it("is given back by the end of the process, and taken from one that was killed", async () => {
  const path = join(folder, "setup.lock");
  await once(run(`await lockSetup(${JSON.stringify(folder)})`), "exit");
  expect(existsSync(path)).toBe(false);
  const killed = run(`await lockSetup(${JSON.stringify(folder)}); console.log("has it"); setInterval(() => {}, 1000)`);
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  await once(killed, "exit");
  expect(existsSync(path)).toBe(true);
  const release = await lockSetup(folder);
  release();
  expect(existsSync(path)).toBe(false);
});
