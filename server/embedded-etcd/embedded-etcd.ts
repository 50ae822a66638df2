/** An etcd of Rollcall's own: on loopback, under the data directory, under the supervisor, started again when it dies. */
import { existsSync } from "node:fs";
import { chmod, mkdir, open, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Exit, SupervisedChild, Supervisor } from "../supervisor/supervisor";
import { chosenEtcd, type EtcdBinary } from "./binary";
import { lockDataDir } from "./data-lock";
import { choosePorts, type EtcdPorts } from "./ports";
import { newerData, noteVersion, refuseNewerData, saysDataIsNewer } from "./versions";

export type EmbeddedEtcdState =
  | { kind: "starting" }
  | { kind: "running"; pid: number; version: string }
  /** `reason` is a sentence for people. */
  | { kind: "down"; reason: string; retryInMs: number }
  /** It will not come up by itself: `reason` says what to do. */
  | { kind: "failed"; reason: string }
  | { kind: "stopped" };

export interface EmbeddedEtcdOptions {
  supervisor: Supervisor;
  /** ROLLCALL_DATA_DIR. etcd's own data lie in `etcd/` under it, its log beside that. */
  dataDir: string;
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
  onState?: (state: EmbeddedEtcdState) => void;
  /** The one that set-up chose where it is left out. */
  binary?: EtcdBinary;
  /** First wait before a restart; doubles up to 15 s, begins anew when etcd was healthy. */
  firstBackoffMs?: number;
}

export interface EmbeddedEtcd {
  /** Known once `start` has resolved, and kept over restarts. */
  readonly endpoints: string[];
  readonly state: EmbeddedEtcdState;
  /**
   * Resolves when etcd was started, not when it is healthy: `onState` says that. Rejects with a sentence where
   * there is no etcd, where another console uses the directory, or where its data are newer than this etcd.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const LONGEST_BACKOFF_MS = 15_000;
const LARGEST_LOG_BYTES = 16 * 1024 * 1024;

export function createEmbeddedEtcd(options: EmbeddedEtcdOptions): EmbeddedEtcd {
  const { supervisor, log, firstBackoffMs = 250 } = options;
  const etcdDir = join(options.dataDir, "etcd");
  const logFile = join(options.dataDir, "etcd.log");
  const versionNote = join(options.dataDir, "etcd-version");
  let state: EmbeddedEtcdState = { kind: "stopped" };
  let endpoints: string[] = [];
  let child: SupervisedChild | null = null;
  let unlock: (() => Promise<void>) | null = null;
  let retry: NodeJS.Timeout | null = null;
  let backoffMs = firstBackoffMs;
  let stopping = false;

  function turn(next: EmbeddedEtcdState): void {
    state = next;
    options.onState?.(next);
  }

  async function launch(binary: EtcdBinary, ports: EtcdPorts): Promise<void> {
    turn({ kind: "starting" });
    const logFrom = await sizeOf(logFile);
    const started = await supervisor.spawn({
      name: "etcd",
      command: binary.server,
      args: flags(etcdDir, ports),
      env: withoutEtcdVariables(process.env),
      outputFile: logFile,
    });
    child = started;
    if (stopping) started.kill("SIGKILL");
    void started.exited.then((exit) => ended(binary, ports, exit, logFrom));
    void watchHealth(binary, ports, started);
  }

  async function watchHealth(binary: EtcdBinary, ports: EtcdPorts, started: SupervisedChild): Promise<void> {
    while (child === started && !stopping) {
      if (await isHealthy(ports.health)) {
        if (child !== started || stopping) return;
        backoffMs = firstBackoffMs;
        turn({ kind: "running", pid: started.pid, version: binary.version });
        await noteVersion(versionNote, binary.version);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function ended(binary: EtcdBinary, ports: EtcdPorts, exit: Exit, logFrom: number): Promise<void> {
    child = null;
    if (stopping) return;
    if (saysDataIsNewer(await readFrom(logFile, logFrom))) {
      turn({ kind: "failed", reason: newerData(etcdDir, binary.version).message });
      return;
    }
    const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`;
    const reason = `The embedded etcd ended (${how}); its log is ${logFile}.`;
    log.warn({ ...exit, retryInMs: backoffMs }, reason);
    turn({ kind: "down", reason, retryInMs: backoffMs });
    scheduleRetry(binary, ports);
  }

  function scheduleRetry(binary: EtcdBinary, ports: EtcdPorts): void {
    const waitMs = backoffMs;
    backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    retry = setTimeout(() => {
      launch(binary, ports).catch((error: Error) => {
        if (stopping) return;
        turn({
          kind: "down",
          reason: `The embedded etcd could not be started: ${error.message}`,
          retryInMs: backoffMs,
        });
        scheduleRetry(binary, ports);
      });
    }, waitMs);
  }

  return {
    get endpoints() {
      return endpoints;
    },
    get state() {
      return state;
    },
    async start() {
      const binary = options.binary ?? chosenEtcd();
      if (!binary) {
        throw new Error(
          "There is no etcd to embed. `npm start` fetches one; or name one with ROLLCALL_ETCD_BIN, or point at a running one with ETCD_ENDPOINTS.",
        );
      }
      await mkdir(etcdDir, { recursive: true, mode: 0o700 });
      await chmod(etcdDir, 0o700);
      unlock = await lockDataDir(options.dataDir);
      try {
        await refuseNewerData(versionNote, binary.version, etcdDir);
        await rotate(logFile);
        const ports = await choosePorts(join(options.dataDir, "etcd-ports.json"));
        endpoints = [`http://127.0.0.1:${ports.client}`];
        await launch(binary, ports);
        log.info({ endpoints, version: binary.version, dataDir: etcdDir }, "Embedded etcd started");
      } catch (error) {
        await unlock();
        unlock = null;
        throw error;
      }
    },
    async stop() {
      stopping = true;
      if (retry) clearTimeout(retry);
      const last = child;
      if (last) {
        last.kill("SIGTERM");
        last.kill("SIGCONT");
        const force = setTimeout(() => last.kill("SIGKILL"), 5_000);
        await last.exited;
        clearTimeout(force);
      }
      await unlock?.();
      unlock = null;
      turn({ kind: "stopped" });
    },
  };
}

/** Flags that etcd 3.4 to 3.7 all take. A day of revisions is kept, for the history of what changed. */
function flags(etcdDir: string, ports: EtcdPorts): string[] {
  const client = `http://127.0.0.1:${ports.client}`;
  const peer = `http://127.0.0.1:${ports.peer}`;
  return [
    ...["--name", "rollcall", "--data-dir", etcdDir],
    ...["--listen-client-urls", client, "--advertise-client-urls", client],
    ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
    ...["--initial-cluster", `rollcall=${peer}`],
    ...["--listen-metrics-urls", `http://127.0.0.1:${ports.health}`],
    ...["--auto-compaction-mode", "periodic", "--auto-compaction-retention", "24h"],
    ...["--logger", "zap", "--log-level", "warn", "--log-outputs", "stderr"],
  ];
}

/** etcd reads ETCD_* as flags, and refuses to start where one stands beside its flag. Ours mean something else. */
function withoutEtcdVariables(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("ETCD_")));
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_000) });
    const body: unknown = await answer.json();
    return answer.ok && typeof body === "object" && body !== null && "health" in body && String(body.health) === "true";
  } catch {
    return false;
  }
}

async function rotate(file: string): Promise<void> {
  if ((await sizeOf(file)) > LARGEST_LOG_BYTES) await rename(file, `${file}.1`);
}

async function sizeOf(file: string): Promise<number> {
  return existsSync(file) ? (await stat(file)).size : 0;
}

async function readFrom(file: string, from: number): Promise<string> {
  if (!existsSync(file)) return "";
  const handle = await open(file, "r");
  try {
    const length = Math.min((await sizeOf(file)) - from, 1024 * 1024);
    return length <= 0 ? "" : (await handle.read(Buffer.alloc(length), 0, length, from)).buffer.toString("utf8");
  } finally {
    await handle.close();
  }
}
