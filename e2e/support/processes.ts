/** The process table, for what a console has started. Linux tells; the tests run nowhere else. */
import { readdirSync, readFileSync } from "node:fs";

export interface Seen {
  pid: number;
  /** The program's name, as the system keeps it. */
  name: string;
}

/** Everything below `pid`, at any depth; without the dead who are still in the table. */
export function descendantsOf(pid: number): Seen[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const found: Seen[] = [];
  for (const above = [pid]; above.length > 0; ) {
    const parent = above.pop();
    for (const one of all.filter((candidate) => candidate.parent === parent)) {
      above.push(one.pid);
      found.push({ pid: one.pid, name: one.name });
    }
  }
  return found;
}

/** `gone` also for a zombie. */
export function inProcessTable(pid: number): "running" | "stopped" | "gone" {
  const state = statOf(pid)?.state;
  return state === undefined ? "gone" : state === "T" ? "stopped" : "running";
}

function statOf(pid: number): (Seen & { state: string; parent: number }) | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [open, close] = [stat.indexOf("("), stat.lastIndexOf(")")];
    const [state = "", parent = "0"] = stat.slice(close + 2).split(" ");
    return "ZX".includes(state) ? null : { pid, name: stat.slice(open + 1, close), state, parent: Number(parent) };
  } catch {
    return null;
  }
}
