/** The console's end of its supervisor: children started here are gone, at the latest, when the console is. */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bareEnvironment } from "./bare-environment";
import {
  type ChildSignal,
  createDecoder,
  type Exit,
  encode,
  type FromSupervisor,
  type SpawnRequest,
  type ToSupervisor,
} from "./messages";
import { signalGroup } from "./process-group";

export type { ChildSignal, Exit };

export interface ChildOptions {
  /** For people: logs and process lists. */
  name: string;
  command: string;
  args: string[];
  /** The child's whole environment; what every program needs (`bareEnvironment`) where it is left out. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Appended to; made with mode 0600. With this, `onOutput` stays silent. */
  outputFile?: string;
  onOutput?: (text: string, stream: "stdout" | "stderr") => void;
}

export interface SupervisedChild {
  readonly pid: number;
  /** Never rejects. `SIGKILL` also where the child went with a lost supervisor. */
  readonly exited: Promise<Exit>;
  /** To the child and all that it started; nothing where it is gone. */
  kill(signal: ChildSignal): void;
}

export interface Supervisor {
  /** Rejects where the command cannot be started. */
  spawn(options: ChildOptions): Promise<SupervisedChild>;
  /** SIGTERM to every child, SIGKILL after `graceMs` (5 s), then the supervisor ends. */
  stop(graceMs?: number): Promise<void>;
  /** The supervisor's own process, null while there is none. */
  readonly pid: number | null;
}

interface Entry {
  pid: number | null;
  onStarted: (pid: number) => void;
  onFailed: (error: Error) => void;
  onOutput: ChildOptions["onOutput"];
  onExited: (exit: Exit) => void;
}

/** The process is started with the first child, and again with the next one where it was lost. */
export function createSupervisor(): Supervisor {
  const entries = new Map<number, Entry>();
  let running: ChildProcess | null = null;
  let stopped = false;
  let nextId = 1;

  function tell(to: ChildProcess, message: ToSupervisor): void {
    to.stdin?.write(encode(message));
  }

  function hear(message: FromSupervisor): void {
    const entry = entries.get(message.id);
    if (!entry) return;
    switch (message.say) {
      case "spawned":
        entry.pid = message.pid;
        entry.onStarted(message.pid);
        break;
      case "failed":
        entries.delete(message.id);
        entry.onFailed(new Error(message.message));
        break;
      case "output":
        entry.onOutput?.(message.text, message.stream);
        break;
      case "exited":
        entries.delete(message.id);
        entry.onExited({ code: message.code, signal: message.signal });
        break;
    }
  }

  /** The supervisor is gone: nobody else would end its children. */
  function lost(): void {
    running = null;
    for (const entry of entries.values()) {
      if (entry.pid !== null) signalGroup(entry.pid, "SIGKILL");
      entry.onFailed(new Error("The supervisor of child processes ended"));
      entry.onExited({ code: null, signal: "SIGKILL" });
    }
    entries.clear();
  }

  function start(): ChildProcess {
    const [command, args] = entryPoint();
    const started = spawn(command, args, {
      stdio: ["pipe", "pipe", "inherit"],
      env: bareEnvironment(),
      detached: true,
      windowsHide: true,
    });
    running = started;
    const gone = () => {
      if (running === started) lost();
    };
    started.once("error", gone);
    // `close`, not `exit`: what it said last has been read by then.
    started.once("close", gone);
    started.stdin?.on("error", () => {});
    started.stdout?.setEncoding("utf8").on("data", createDecoder<FromSupervisor>(hear));
    return started;
  }

  return {
    get pid() {
      return running?.pid ?? null;
    },
    spawn({ env = bareEnvironment(), onOutput, ...options }) {
      if (stopped) return Promise.reject(new Error("The supervisor of child processes was stopped"));
      const supervisor = running ?? start();
      const id = nextId++;
      const request: SpawnRequest = { ...options, env: defined(env), reportOutput: onOutput !== undefined };
      return new Promise((resolve, reject) => {
        const exited = new Promise<Exit>((onExited) => {
          entries.set(id, {
            pid: null,
            onOutput,
            onExited,
            onFailed: reject,
            onStarted: (pid) => resolve({ pid, exited, kill }),
          });
        });
        const kill = (signal: ChildSignal) => {
          if (running === supervisor) tell(supervisor, { do: "kill", id, signal });
        };
        tell(supervisor, { do: "spawn", id, ...request });
      });
    },
    async stop(graceMs = 5_000) {
      stopped = true;
      const supervisor = running;
      if (!supervisor) return;
      const ended = new Promise<void>((resolve) => supervisor.once("close", () => resolve()));
      tell(supervisor, { do: "stop", graceMs });
      const force = setTimeout(() => supervisor.kill("SIGKILL"), graceMs + 2_000);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Beside the bundle in production; from the sources, through tsx, in development and in tests. */
function entryPoint(): [string, string[]] {
  if (!import.meta.url.endsWith(".ts")) return [process.execPath, [here("supervisor.js")]];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return [process.execPath, ["--import", tsx, here("main.ts")]];
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function defined(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
