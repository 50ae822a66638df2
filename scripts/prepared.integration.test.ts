import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
let folder: string;

/** A checkout that is not built, and in which set-up cannot write: a file stands where its folder has to be. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall checkout ü-"));
  cpSync(join(root, "scripts"), join(folder, "scripts"), { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) cpSync(join(root, name), join(folder, name));
  writeFileSync(join(folder, ".rollcall"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function npm(script: string, env: Record<string, string>) {
  const done = spawnSync("npm", ["--silent", "run", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status: done.status, said: `${done.stdout}${done.stderr}` };
}

/** With `ignore-scripts` the console asked for what had just been asked for ("`npm start` builds it"); else a stack came. */
it.each([
  ["start", {}],
  ["start", { npm_config_ignore_scripts: "true" }],
  ["gateway", { npm_config_ignore_scripts: "true" }],
  ["dev", { npm_config_ignore_scripts: "true" }],
] as const)("npm run %s with %j prepares the checkout, and says in a sentence why it cannot", (script, env) => {
  const { status, said } = npm(script, env);
  expect(status).toBe(1);
  expect(said.trim()).toMatch(/^rollcall: \S.*\.rollcall cannot be written: a file stands where a folder has to be\./);
  expect(said).toContain("ROLLCALL_DATA_DIR");
  expect(said.trim().split("\n")).toHaveLength(1);
});
