import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pinned } from "./pinned";
import type { Program } from "./programs";

export interface Load {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers other than 200s and 300s, and what broke. */
  failed: number;
}

const exec = promisify(execFile);

/** Sends as fast as answers come over connections that are kept open. */
export async function load(
  wrk: Program,
  url: string,
  { connections, seconds, core }: { connections: number; seconds: number; core: number },
): Promise<Load> {
  const options = ["--threads", "1", "--connections", String(connections), "--duration", `${seconds}s`, "--latency"];
  const [command, ...args] = pinned(core, [wrk.path, ...options, url]);
  const { stdout } = await exec(command, args, { env: { ...process.env, ...wrk.env } });
  return parseLoad(stdout);
}

/** wrk's report. */
export function parseLoad(report: string): Load {
  const count = (pattern: RegExp) => Number(pattern.exec(report)?.[1] ?? 0);
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(report);
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(report)?.[1] ?? Number.NaN),
    p50Ms: duration(/^\s*50%\s+(\S+)/m.exec(report)?.[1]),
    p99Ms: duration(/^\s*99%\s+(\S+)/m.exec(report)?.[1]),
    failed:
      count(/Non-2xx or 3xx responses: (\d+)/) + (broken?.slice(1).reduce((sum, one) => sum + Number(one), 0) ?? 0),
  };
}

function duration(text: string | undefined): number {
  const [, number, unit] = /^([\d.]+)(us|ms|s|m)$/.exec(text ?? "") ?? [];
  const inMs: Record<string, number> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };
  return Number(number ?? Number.NaN) * (inMs[unit ?? ""] ?? Number.NaN);
}
