import type { FleetInstance } from "@/lib/api/fleet";
import type { Clock } from "@/lib/clock";
import { Problem } from "@/lib/errors";
import type { OwnListeners } from "@/server/reach/own-listeners";
import { createDecoder } from "@/server/supervisor/messages";
import type { SupervisedChild, Supervisor } from "@/server/supervisor/supervisor";
import { demoFlags } from "../../scripts/demo-flags.mjs";
import { type FamilyService, HEARTBEAT_SECONDS, TTL_SECONDS } from "./family";
import { type Gate, openGate } from "./gate";
import { type Behaviour, type CallFailed, ORDERS, type Orders, type Report } from "./orders";

export interface MemberOptions {
  id: string;
  service: FamilyService;
  datacenter: string | null;
  /** etcd's own addresses. */
  etcd: readonly string[];
  program: string;
  token: string;
  supervisor: Supervisor;
  clock: Clock;
  onCall(call: FleetCall): void;
  own?: OwnListeners;
  storm?: Orders["storm"];
}

/** A process of the fleet called another service. `caller.instance` is null until it has said under which key it registers. */
export interface FleetCall {
  caller: { service: string; instance: string | null };
  service: string;
  instance: string;
  /** What was tried, and how it failed; null where it was answered. */
  request: string;
  failure: CallFailed | null;
}

/** One place in the fleet: a process, or none at the moment, with its own way to etcd. */
export interface Member {
  readonly id: string;
  readonly service: FamilyService;
  view(): FleetInstance;
  /** Resolves when it listens; does nothing where it runs. Rejects where it ends before. */
  start(ttlSeconds?: number): Promise<void>;
  /** Of its process, or the last one; null where there never was one. */
  trace(): { pid: number; port: number | null } | null;
  /** SIGTERM, SIGKILL after `graceMs`; resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  pause(): void;
  resume(): void;
  cut(): Promise<void>;
  mend(): Promise<void>;
  behave(behaviour: Partial<Behaviour>): Promise<void>;
  /** The process and its gate are gone for good. */
  remove(): Promise<void>;
}

interface Running {
  child: SupervisedChild | null;
  since: number;
  port: number | null;
  process: "starting" | "running" | "paused" | "stopping";
}

const GRACE_MS = 5_000;
const CONTROL_TIMEOUT_MS = 2_000;

export function createFleetMember(options: MemberOptions): Member {
  const { id, service, datacenter, supervisor, clock } = options;
  let running: Running | null = null;
  let gate: Gate | null = null;
  let removed = false;
  let behaviour: Behaviour = { latencyMs: 0, errorRate: 0 };
  let registration: FleetInstance["registration"] = null;
  let ended: FleetInstance["ended"] = null;
  let ttlSeconds = TTL_SECONDS;
  let last: { pid: number; port: number | null } | null = null;

  async function start(ttl = TTL_SECONDS): Promise<void> {
    if (running || removed) return;
    ttlSeconds = ttl;
    const mine: Running = { child: null, since: clock.now(), port: null, process: "starting" };
    running = mine;
    behaviour = { latencyMs: 0, errorRate: 0 };
    registration = null;
    let listening = () => {};
    const listens = new Promise<void>((resolve) => {
      listening = resolve;
    });
    try {
      gate ??= await openGate(options.etcd, options.own);
      const child = await supervisor.spawn({
        name: id,
        command: process.execPath,
        args: [...demoFlags, options.program],
        env: environment(gate.endpoint),
        onOutput: outputReader((report) => {
          hear(mine, report);
          if (report.say === "listening") listening();
        }),
      });
      mine.child = child;
      last = { pid: child.pid, port: mine.port };
      void child.exited.then((exit) => {
        if (running === mine) running = null;
        ended = { ...exit, at: clock.now() };
      });
      if (removed) child.kill("SIGKILL");
    } catch (error) {
      if (running === mine) running = null;
      throw error;
    }
    const gone = mine.child.exited.then(({ code, signal }) => {
      throw new Error(`${id} ended before it listened (${signal ?? `code ${code}`})`);
    });
    await Promise.race([listens, gone]);
    gone.catch(() => {});
  }

  function environment(etcd: string): Record<string, string | undefined> {
    const orders: Orders = {
      etcd,
      service,
      instance: id,
      datacenter,
      ttlSeconds,
      heartbeatSeconds: (ttlSeconds * HEARTBEAT_SECONDS) / TTL_SECONDS,
      token: options.token,
      storm: options.storm ?? null,
    };
    const { PATH, SystemRoot } = process.env;
    return { PATH, SystemRoot, NODE_ENV: "production", [ORDERS]: JSON.stringify(orders) };
  }

  function hear(mine: Running, report: Report): void {
    if (report.say === "listening") {
      mine.port = report.port;
      if (last && running === mine) last.port = report.port;
      if (mine.process === "starting") mine.process = "running";
    } else if (report.say === "called") {
      const { service: called, instance, request, failure } = report;
      const caller = { service: service.name, instance: registration?.key ?? null };
      options.onCall({ caller, service: called, instance, request, failure });
    } else {
      const { state, why, error, key, leaseId } = report;
      registration = { state, why, error, key, leaseId, at: clock.now() };
    }
  }

  async function end(graceMs: number): Promise<void> {
    const mine = running;
    const child = mine?.child;
    if (!mine || !child) return;
    mine.process = "stopping";
    if (graceMs > 0) {
      child.kill("SIGTERM");
      child.kill("SIGCONT");
    } else child.kill("SIGKILL");
    const cancel = clock.setTimeout(() => child.kill("SIGKILL"), graceMs);
    await child.exited;
    cancel();
  }

  /** The process, or the problem that says why this cannot be done now. */
  function present(wish: string): Running & { child: SupervisedChild } {
    if (running?.child) return running as Running & { child: SupervisedChild };
    throw new Problem("invalid-request", `${id} does not run, so it cannot be ${wish}. Start it first.`);
  }

  return {
    id,
    service,
    view: () => ({
      id,
      service: service.name,
      datacenter,
      process: running?.process ?? "stopped",
      pid: running?.child?.pid ?? null,
      port: running?.port ?? null,
      since: running?.since ?? null,
      ended: running ? null : ended,
      cut: gate?.isCut ?? false,
      ttlSeconds,
      ...behaviour,
      registration,
    }),
    start,
    trace: () => last,
    stop: (graceMs = GRACE_MS) => end(graceMs),
    kill: () => end(0),
    pause() {
      const mine = present("paused");
      mine.child.kill("SIGSTOP");
      mine.process = "paused";
    },
    resume() {
      const mine = present("resumed");
      mine.child.kill("SIGCONT");
      if (mine.process === "paused") mine.process = mine.port === null ? "starting" : "running";
    },
    async cut() {
      gate ??= await openGate(options.etcd, options.own);
      await gate.cut();
    },
    async mend() {
      await gate?.mend();
    },
    async behave(wanted) {
      const mine = present("changed");
      if (mine.process !== "running" || mine.port === null)
        throw new Problem("invalid-request", `${id} is ${mine.process} and would not hear of it.`);
      const response = await fetch(`http://127.0.0.1:${mine.port}/control`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${options.token}` },
        body: JSON.stringify(wanted),
        signal: AbortSignal.timeout(CONTROL_TIMEOUT_MS),
      }).catch((cause: unknown) => {
        throw new Problem("conflict", `${id} did not take it: it is just ending, or too busy.`, { cause });
      });
      if (!response.ok) throw new Problem("conflict", `${id} did not take it (${response.status}).`);
      behaviour = { ...behaviour, ...wanted };
    },
    async remove() {
      removed = true;
      await end(0);
      await gate?.stop();
    },
  };
}

/** What is not a report is a warning or a crash; the last exit says enough about those. */
function outputReader(onReport: (report: Report) => void): (text: string, stream: "stdout" | "stderr") => void {
  const decode = createDecoder<Report>(onReport);
  return (text, stream) => {
    if (stream === "stdout") decode(text);
  };
}
