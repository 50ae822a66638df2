import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/leftovers";
import { createSupervisor, type Supervisor } from "./supervisor";

/** Neither a zombie nor gone. */
function lives(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}

function state(pid: number): string {
  return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? "";
}

const sleeper = ["-e", "console.log('up'); setInterval(() => {}, 1000)"];
const stubborn = ["-e", "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)"];

const supervisors: Supervisor[] = [];
afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((one) => one.stop(100)));
});

function supervised(): Supervisor {
  const supervisor = createSupervisor();
  supervisors.push(supervisor);
  return supervisor;
}

async function spawnUp(supervisor: Supervisor, args: string[]) {
  let up = () => {};
  const said = new Promise<void>((resolve) => {
    up = resolve;
  });
  const child = await supervisor.spawn({ name: "sleeper", command: process.execPath, args, onOutput: () => up() });
  await said;
  return child;
}

describe("the supervisor", () => {
  it("starts children, tells their output and how they ended", async () => {
    const supervisor = supervised();
    let said = "";
    const child = await supervisor.spawn({
      name: "speaker",
      command: process.execPath,
      args: ["-e", "console.log(process.env.WORD); process.exit(3)"],
      env: { WORD: "hello", NOT_SET: undefined },
      onOutput: (text) => {
        said += text;
      },
    });
    expect(await child.exited).toEqual({ code: 3, signal: null });
    expect(said).toBe("hello\n");
  });

  it("refuses a command that is not there", async () => {
    const supervisor = supervised();
    await expect(supervisor.spawn({ name: "none", command: "/no/such/program", args: [] })).rejects.toThrow(/ENOENT/);
    await expect(supervisor.spawn({ name: "none", command: "no-such-program", args: [] })).rejects.toThrow(/ENOENT/);
  });

  it("appends a child's output to a file of its own", async () => {
    const file = join(await temporaryFolder("output"), "child.log");
    const supervisor = supervised();
    for (const word of ["one", "two"]) {
      const args = ["-e", `console.error("${word}")`];
      const child = await supervisor.spawn({ name: word, command: process.execPath, args, outputFile: file });
      await child.exited;
    }
    expect(await readFile(file, "utf8")).toBe("one\ntwo\n");
  });

  it("stops, resumes and kills one child", async () => {
    const child = await spawnUp(supervised(), sleeper);
    child.kill("SIGSTOP");
    await expect.poll(() => state(child.pid)).toBe("T");
    child.kill("SIGCONT");
    await expect.poll(() => state(child.pid)).not.toBe("T");
    child.kill("SIGKILL");
    expect(await child.exited).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("ends everything when stopped: the willing at once, the stopped and the stubborn by force", async () => {
    const supervisor = supervised();
    const willing = await spawnUp(supervisor, sleeper);
    const stopped = await spawnUp(supervisor, sleeper);
    const deaf = await spawnUp(supervisor, stubborn);
    stopped.kill("SIGSTOP");
    await expect.poll(() => state(stopped.pid)).toBe("T");
    await supervisor.stop(500);
    expect([willing, stopped, deaf].map((child) => lives(child.pid))).toEqual([false, false, false]);
    expect((await willing.exited).signal).toBe("SIGTERM");
    expect(supervisor.pid).toBeNull();
    await expect(supervisor.spawn({ name: "late", command: process.execPath, args: sleeper })).rejects.toThrow();
  });

  it("is missed when it is killed: the console ends the children and starts another for the next one", async () => {
    const supervisor = supervised();
    const child = await spawnUp(supervisor, stubborn);
    const first = supervisor.pid ?? 0;
    process.kill(first, "SIGKILL");
    expect(await child.exited).toEqual({ code: null, signal: "SIGKILL" });
    await expect.poll(() => lives(child.pid)).toBe(false);
    const next = await spawnUp(supervisor, sleeper);
    expect(supervisor.pid).not.toBe(first);
    expect(lives(next.pid)).toBe(true);
  });
});

describe("a console that is killed with -9", () => {
  const program = fileURLToPath(new URL("console-like.testing.ts", import.meta.url));

  async function consoleLike(): Promise<{ console: ChildProcess; supervisor: number; pids: number[] }> {
    const started = spawn(process.execPath, ["--import", "tsx", program], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(started.stdout.setEncoding("utf8"), "data");
    return { console: started, ...JSON.parse(line) };
  }

  it.each(Array.from({ length: 20 }, (_, index) => index + 1))(
    "leaves no process, half of them stopped (%i)",
    async () => {
      const { console, supervisor, pids } = await consoleLike();
      expect(pids.length).toBe(8);
      expect([...pids, supervisor].filter((pid) => !lives(pid))).toEqual([]);
      console.kill("SIGKILL");
      await expect.poll(() => [...pids, supervisor].filter(lives), { timeout: 60_000 }).toEqual([]);
    },
  );

  it("together with its supervisor leaves no child either, where the system can see to it", async () => {
    const { console, supervisor, pids } = await consoleLike();
    process.kill(supervisor, "SIGKILL");
    console.kill("SIGKILL");
    const children = pids.filter((_, index) => index % 2 === 0);
    await expect.poll(() => children.filter(lives), { timeout: 60_000 }).toEqual([]);
    for (const pid of pids.filter(lives)) process.kill(pid, "SIGKILL");
  });
});
