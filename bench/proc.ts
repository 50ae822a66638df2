import { readFileSync } from "node:fs";

/** What Linux says of one process. Ticks are hundredths of a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** User and system time of the process and its threads, seconds. */
export function cpuSeconds(pid: number): number {
  return parseCpuSeconds(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** The command's name may hold spaces and brackets: count from the last closing one. */
export function parseCpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export interface Memory {
  rssMb: number;
  /** The most it ever was. */
  peakMb: number;
}

export function memory(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return { rssMb: field(status, "VmRSS"), peakMb: field(status, "VmHWM") };
}

function field(status: string, name: string): number {
  return Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN) / 1024);
}

/** How much of one core a process used, in per cent, over an interval. */
export function cpuMeter(pid: number, now: () => number): () => number {
  const startedAt = now();
  const before = cpuSeconds(pid);
  return () => ((cpuSeconds(pid) - before) / ((now() - startedAt) / 1000)) * 100;
}
