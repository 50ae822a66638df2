/** What can be seen of a process of the fleet from outside: in the process table, at its port. */
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { connect } from "node:net";
import type { FleetProbe } from "@/lib/api/fleet";

type Seen = Omit<FleetProbe, "instance" | "at">;

const WITHIN_MS = 1_000;

/** `trace` names the process and the port it had; nothing but that port on loopback is ever asked. */
export async function probe(trace: { pid: number; port: number | null } | null): Promise<Seen> {
  if (!trace) return { pid: null, process: "gone", port: null, accepts: false, acceptMs: null, answer: null };
  const { pid, port } = trace;
  const [acceptMs, answer] = port === null ? [null, null] : await Promise.all([accepted(port), answered(port, pid)]);
  return { pid, process: inProcessTable(pid), port, accepts: acceptMs !== null, acceptMs, answer };
}

/** The state is Linux's to tell; elsewhere a process that is there counts as running. A zombie is gone. */
function inProcessTable(pid: number): Seen["process"] {
  try {
    process.kill(pid, 0);
  } catch {
    return "gone";
  }
  if (process.platform !== "linux") return "running";
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
    return state === "T" ? "frozen" : "ZX".includes(state) ? "gone" : "running";
  } catch {
    return "gone";
  }
}

/** Milliseconds until the connection was taken; null where it was refused, or not taken in time. */
function accepted(port: number): Promise<number | null> {
  const began = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: WITHIN_MS });
    const end = (ms: number | null) => {
      socket.destroy();
      resolve(ms);
    };
    socket.once("connect", () => end(performance.now() - began));
    socket.once("timeout", () => end(null));
    socket.once("error", () => end(null));
  });
}

function answered(port: number, pid: number): Promise<Seen["answer"]> {
  const began = performance.now();
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const request = get({ port, host: "127.0.0.1", path: "/", agent: false, signal }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, ms: performance.now() - began, own: pidIn(text) === pid }),
      );
      response.once("error", () => resolve(null));
    });
    request.once("error", () => resolve(null));
  });
}

function pidIn(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "pid" in body ? body.pid : null;
  } catch {
    return null;
  }
}
