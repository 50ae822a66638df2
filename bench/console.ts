import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "@/server/testing/ports";
import { root } from "./compile";
import type { Life } from "./life";
import { until } from "./until";

export interface RunningConsole {
  readonly url: string;
  readonly pid: number;
  /** From before the process was started to the first 200 of `/readyz`. */
  readonly readyMs: number;
  /** Lines of its log since the start, by level and message. */
  logged(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const SERVER = join(root, "dist", "server.js");

/** Starts the built product on somebody's own etcd and waits until its view is live. */
export async function startConsole(
  etcdUrl: string,
  life: Life,
  settings: Record<string, string> = {},
): Promise<RunningConsole> {
  if (!existsSync(SERVER)) throw new Error("dist/server.js is missing: `npm run build` first.");
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), "rollcall-bench-data-"));
  const url = `http://127.0.0.1:${port}`;
  const said: string[] = [];
  const logged = new Map<string, number>();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [SERVER], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      ETCD_ENDPOINTS: etcdUrl,
      ROLLCALL_DATA_DIR: data,
      ROLLCALL_PREFIXES: "/services/=path",
      ...settings,
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      said.push(text);
      if (said.length > 40) said.shift();
    });
  }
  createInterface({ input: child.stderr }).on("line", (line) => {
    const what = levelAndMessage(line);
    logged.set(what, (logged.get(what) ?? 0) + 1);
  });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = life.onEnd(async () => {
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), 5000);
    await gone;
    clearTimeout(force);
    rmSync(data, { recursive: true, force: true });
  });
  await until(`the console at ${url}`, 60_000, 10, async () => {
    if (child.exitCode !== null) return true;
    return (await fetch(`${url}/readyz`)).status === 200;
  });
  if (child.exitCode !== null) {
    await gone;
    throw new Error(`The console ended with code ${child.exitCode}:\n${said.join("")}`);
  }
  return { url, pid: child.pid ?? -1, readyMs: performance.now() - startedAt, logged: () => logged, stop };
}

/** What is no line of the log, like the last words of a process, counts as an error. */
function levelAndMessage(line: string): string {
  try {
    const { level, msg } = JSON.parse(line) as { level: string; msg: string };
    return `${level}: ${msg}`;
  } catch {
    return `error: ${line}`;
  }
}
