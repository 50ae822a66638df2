/** Three etcd members of Rollcall's own, for showing an election: on loopback, under the supervisor. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OwnListeners } from "../reach/own-listeners";
import type { Supervisor } from "../supervisor/supervisor";
import type { EtcdBinary } from "./binary";
import { lockDataDir } from "./data-lock";
import { type EmbeddedEtcd, etcdToEmbed } from "./embedded-etcd";
import { createEtcdProcess, type EmbeddedEtcdState, type EtcdProcess } from "./etcd-process";
import { clientUrl, flagsOf, peerUrl } from "./flags";
import { type EtcdPorts, freePorts } from "./ports";

export interface EmbeddedClusterOptions {
  supervisor: Supervisor;
  /** ROLLCALL_DATA_DIR. The members' data lie in `etcd-members/` under it, and begin anew at each start. */
  dataDir: string;
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
  onState?: (state: EmbeddedEtcdState) => void;
  binary?: EtcdBinary;
  /** Where its members' ports are named. */
  own?: OwnListeners;
  /** How long a member that was killed stays away: longer than an election takes, so that another leads by then. */
  awayMs?: number;
}

export interface EmbeddedMember {
  name: string;
  endpoint: string;
  /** Null while it does not run. */
  pid: number | null;
}

/** `endpoints` are those of all members; `state` is running while a majority runs. */
export interface EmbeddedCluster extends EmbeddedEtcd {
  members(): EmbeddedMember[];
  /** SIGKILL to the member of this name; it comes again. False where no such member runs. */
  kill(name: string): boolean;
}

const NAMES = ["etcd-1", "etcd-2", "etcd-3"];
const MAJORITY = 2;

/**
 * Their data do not outlive the console: a member's peers know it by its port, and nobody keeps ports for a cluster that
 * does not run. What is to last lies in the single etcd's folder, which this leaves alone.
 */
export function createEmbeddedCluster(options: EmbeddedClusterOptions): EmbeddedCluster {
  const { supervisor, log, awayMs = 4_000 } = options;
  const folder = join(options.dataDir, "etcd-members");
  const processes = new Map<string, EtcdProcess & { endpoint: string }>();
  let told: EmbeddedEtcdState = { kind: "stopped" };
  let unlock: (() => Promise<void>) | null = null;

  function onMember(): void {
    const states = [...processes.values()].map(({ state }) => state);
    const running = states.filter(({ kind }) => kind === "running");
    const state = running.length >= MAJORITY ? running[0] : (states.find(({ kind }) => kind !== "running") ?? told);
    if (!state || state.kind === told.kind) return;
    told = state;
    options.onState?.(state);
  }

  async function launch(binary: EtcdBinary): Promise<void> {
    const ports = await freePorts(NAMES.length * 2);
    for (const port of ports) options.own?.add(port);
    const own = NAMES.map((name, index): { name: string; ports: EtcdPorts } => {
      const [client = 0, peer = 0] = ports.slice(index * 2);
      return { name, ports: { client, peer } };
    });
    const cluster = own.map(({ name, ports }) => `${name}=${peerUrl(name, ports)}`).join(",");
    for (const { name, ports } of own) {
      const dataDir = join(folder, name);
      const logFile = join(folder, `${name}.log`);
      const flags = flagsOf({ name, dataDir, ports, cluster });
      const common = { name, supervisor, binary, dataDir, flags, socketDir: folder, logFile, log };
      const etcd = createEtcdProcess({
        ...common,
        clientPort: ports.client,
        onState: onMember,
        firstBackoffMs: awayMs,
      });
      processes.set(name, Object.assign(etcd, { endpoint: clientUrl(ports) }));
    }
    await Promise.all([...processes.values()].map((etcd) => etcd.launch()));
  }

  return {
    get endpoints() {
      return [...processes.values()].map(({ endpoint }) => endpoint);
    },
    get state() {
      return told;
    },
    members: () =>
      [...processes].map(([name, { endpoint, state }]) => ({
        name,
        endpoint,
        pid: state.kind === "running" ? state.pid : null,
      })),
    kill(name) {
      const etcd = processes.get(name);
      if (etcd?.state.kind !== "running") return false;
      etcd.kill();
      return true;
    },
    async start() {
      const binary = options.binary ?? etcdToEmbed();
      await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
      unlock = await lockDataDir(options.dataDir);
      try {
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await launch(binary);
        log.info({ members: NAMES.length, version: binary.version, dataDir: folder }, "Embedded etcd members started");
      } catch (error) {
        await unlock();
        unlock = null;
        throw error;
      }
    },
    async stop() {
      // Nobody reads their data again, and a leader that is asked to go looks for a successor first.
      await Promise.all([...processes.values()].map((etcd) => etcd.stop(0)));
      await unlock?.();
      unlock = null;
    },
  };
}
