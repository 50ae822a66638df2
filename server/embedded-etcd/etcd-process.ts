/** One etcd process under the supervisor, started again when it dies. */
import { existsSync } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { bareEnvironment } from "../supervisor/bare-environment";
import type { Exit, SupervisedChild, Supervisor } from "../supervisor/supervisor";
import type { EtcdBinary } from "./binary";
import { newerData, saysDataIsNewer } from "./versions";

export type EmbeddedEtcdState =
  | { kind: "starting" }
  | { kind: "running"; pid: number; version: string }
  /** `reason` is a sentence for people. */
  | { kind: "down"; reason: string; retryInMs: number }
  /** It will not come up by itself: `reason` says what to do. */
  | { kind: "failed"; reason: string }
  | { kind: "stopped" };

export interface EtcdProcessOptions {
  /** For people: logs and process lists. */
  name: string;
  supervisor: Supervisor;
  binary: EtcdBinary;
  dataDir: string;
  flags: string[];
  /** Where the sockets for other members lie: the process runs in this folder, which only its owner may enter. */
  socketDir: string;
  clientPort: number;
  logFile: string;
  log: { warn(facts: object, message: string): void };
  onState(state: EmbeddedEtcdState): void;
  /** First wait before a restart; doubles up to 15 s, begins anew when it was healthy. */
  firstBackoffMs: number;
  /** Before every start, also after it died. */
  beforeLaunch?(): Promise<void>;
}

export interface EtcdProcess {
  readonly state: EmbeddedEtcdState;
  /** Resolves when it was started, not when it is healthy: `onState` says that. */
  launch(): Promise<void>;
  /** SIGKILL; it comes again by itself. Nothing where it does not run. */
  kill(): void;
  /** SIGTERM, SIGKILL after `graceMs`; what it has acknowledged is on the disk either way. */
  stop(graceMs?: number): Promise<void>;
}

const LONGEST_BACKOFF_MS = 15_000;
const STOP_GRACE_MS = 1_500;

export function createEtcdProcess(options: EtcdProcessOptions): EtcdProcess {
  const { name, supervisor, binary, dataDir, socketDir, clientPort, logFile, log, firstBackoffMs } = options;
  let state: EmbeddedEtcdState = { kind: "stopped" };
  let child: SupervisedChild | null = null;
  let retry: NodeJS.Timeout | null = null;
  let backoffMs = firstBackoffMs;
  let stopping = false;

  function turn(next: EmbeddedEtcdState): void {
    state = next;
    options.onState(next);
  }

  async function launch(): Promise<void> {
    turn({ kind: "starting" });
    await options.beforeLaunch?.();
    const logFrom = await sizeOf(logFile);
    await mkdir(socketDir, { recursive: true, mode: 0o700 });
    const started = await supervisor.spawn({
      name,
      command: resolve(binary.server),
      args: options.flags,
      // Without ETCD_*: etcd reads those as flags and refuses to start where one stands beside its flag.
      env: bareEnvironment(),
      cwd: socketDir,
      outputFile: resolve(logFile),
    });
    child = started;
    if (stopping) started.kill("SIGKILL");
    void started.exited.then((exit) => ended(exit, logFrom));
    void watchHealth(started);
  }

  async function watchHealth(started: SupervisedChild): Promise<void> {
    while (child === started && !stopping) {
      if (await isHealthy(clientPort)) {
        if (child !== started || stopping) return;
        backoffMs = firstBackoffMs;
        turn({ kind: "running", pid: started.pid, version: binary.version });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function ended(exit: Exit, logFrom: number): Promise<void> {
    child = null;
    if (stopping) return;
    if (saysDataIsNewer(await readFrom(logFile, logFrom))) {
      turn({ kind: "failed", reason: newerData(dataDir, binary.version).message });
      return;
    }
    const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`;
    const reason = `The embedded ${name} ended (${how}); its log is ${logFile}.`;
    log.warn({ ...exit, retryInMs: backoffMs }, reason);
    turn({ kind: "down", reason, retryInMs: backoffMs });
    scheduleRetry();
  }

  function scheduleRetry(): void {
    const waitMs = backoffMs;
    backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    retry = setTimeout(() => {
      launch().catch((error: Error) => {
        if (stopping) return;
        turn({
          kind: "down",
          reason: `The embedded ${name} could not be started: ${error.message}`,
          retryInMs: backoffMs,
        });
        scheduleRetry();
      });
    }, waitMs);
  }

  return {
    get state() {
      return state;
    },
    launch,
    kill: () => child?.kill("SIGKILL"),
    async stop(graceMs = STOP_GRACE_MS) {
      stopping = true;
      if (retry) clearTimeout(retry);
      const last = child;
      if (last) {
        if (graceMs > 0) {
          last.kill("SIGTERM");
          last.kill("SIGCONT");
        }
        const force = setTimeout(() => last.kill("SIGKILL"), graceMs);
        await last.exited;
        clearTimeout(force);
      }
      turn({ kind: "stopped" });
    },
  };
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

export async function sizeOf(file: string): Promise<number> {
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
