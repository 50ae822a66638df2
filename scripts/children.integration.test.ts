import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const scripts = fileURLToPath(new URL(".", import.meta.url));
const urlOf = (name: string) => JSON.stringify(pathToFileURL(join(scripts, name)).href);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-children-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Set-up that runs a program which would go on for ever, as far as the test can see its pid. */
async function setUp(lines: string) {
  const pidFile = join(folder, "pid");
  const child = `require("node:fs").writeFileSync(${JSON.stringify(`${pidFile}.new`)}, String(process.pid));
    require("node:fs").renameSync(${JSON.stringify(`${pidFile}.new`)}, ${JSON.stringify(pidFile)});
    setInterval(() => {}, 1000);`;
  const program = `import { spawn } from "node:child_process";
    import { endsWithSetup } from ${urlOf("children.mjs")};
    ${lines}
    endsWithSetup(spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "ignore" }));`;
  await writeFile(join(folder, "setup.mjs"), program);
  await writeFile(join(folder, "package.json"), JSON.stringify({ scripts: { start: "node setup.mjs" } }));
  return async () => {
    await expect.poll(() => existsSync(pidFile), { timeout: 60_000 }).toBe(true);
    return Number(await readFile(pidFile, "utf8"));
  };
}

// `npm start` that was stopped while it still built left Next's build behind, which went on for minutes.
it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("what set-up runs ends with it on %s", async (signal) => {
  const started = await setUp("");
  const setup = spawn(process.execPath, ["setup.mjs"], { cwd: folder, stdio: "ignore" });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => setup.once("exit", (_code, by) => resolve(by)));
  const pid = await started();
  setup.kill(signal);
  try {
    expect(await ended).toBe(signal);
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  } finally {
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
});

it("also where only npm is told to end", async () => {
  const started = await setUp(`import ${urlOf("end-with-npm.mjs")};`);
  const npm = spawn("npm", ["start"], { cwd: folder, stdio: "ignore" });
  const pid = await started();
  npm.kill("SIGTERM");
  try {
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
  } finally {
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
});

it("leaves signals to whoever comes after set-up", async () => {
  const program = `import { spawn } from "node:child_process";
    import { endsWithSetup } from ${urlOf("children.mjs")};
    const child = endsWithSetup(spawn(process.execPath, ["-e", ""]));
    const during = process.listenerCount("SIGTERM");
    child.once("close", () => process.stdout.write(during + " " + process.listenerCount("SIGTERM")));`;
  await writeFile(join(folder, "once.mjs"), program);
  const once = spawn(process.execPath, ["once.mjs"], { cwd: folder });
  let said = "";
  once.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await new Promise((resolve) => once.once("close", resolve));
  expect(said).toBe("1 0");
});
