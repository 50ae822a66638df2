/** An etcd of Rollcall's own: on loopback, under the data directory, under the supervisor, started again when it dies. */
import { chmod, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { OwnListeners } from "../reach/own-listeners";
import type { Supervisor } from "../supervisor/supervisor";
import { chosenEtcd, type EtcdBinary } from "./binary";
import { lockDataDir } from "./data-lock";
import { createEtcdProcess, type EmbeddedEtcdState, type EtcdProcess, sizeOf } from "./etcd-process";
import { createFirstData } from "./first-data";
import { clientUrl, flagsOf, peerUrl } from "./flags";
import { choosePorts } from "./ports";
import { noteVersion, refuseNewerData } from "./versions";

export type { EmbeddedEtcdState };

export interface EmbeddedEtcdOptions {
  supervisor: Supervisor;
  /** ROLLCALL_DATA_DIR. etcd's own data lie in `etcd/` under it, its log beside that. */
  dataDir: string;
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
  onState?: (state: EmbeddedEtcdState) => void;
  /** Where its ports are named: they are kept over restarts. */
  own?: OwnListeners;
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

const LARGEST_LOG_BYTES = 16 * 1024 * 1024;

export function createEmbeddedEtcd(options: EmbeddedEtcdOptions): EmbeddedEtcd {
  const { supervisor, log, firstBackoffMs = 250 } = options;
  const etcdDir = join(options.dataDir, "etcd");
  const logFile = join(options.dataDir, "etcd.log");
  const versionNote = join(options.dataDir, "etcd-version");
  const firstData = createFirstData(etcdDir);
  let endpoints: string[] = [];
  let running: EtcdProcess | null = null;
  let unlock: (() => Promise<void>) | null = null;

  function onState(state: EmbeddedEtcdState): void {
    if (state.kind === "running") {
      firstData.onLeading();
      void noteVersion(versionNote, state.version);
    }
    options.onState?.(state);
  }

  return {
    get endpoints() {
      return endpoints;
    },
    get state() {
      return running?.state ?? { kind: "stopped" };
    },
    async start() {
      const binary = options.binary ?? etcdToEmbed();
      await mkdir(etcdDir, { recursive: true, mode: 0o700 });
      await chmod(etcdDir, 0o700);
      unlock = await lockDataDir(options.dataDir);
      try {
        await refuseNewerData(versionNote, binary.version, etcdDir);
        await rotate(logFile);
        const ports = await choosePorts(join(options.dataDir, "etcd-ports.json"));
        for (const port of Object.values(ports)) options.own?.add(port);
        endpoints = [clientUrl(ports)];
        const cluster = `rollcall=${peerUrl("rollcall", ports)}`;
        const flags = [...flagsOf({ name: "rollcall", dataDir: etcdDir, ports, cluster }), ...LEADS_AT_ONCE];
        const socketDir = join(options.dataDir, "etcd-sockets");
        const own = { supervisor, binary, dataDir: etcdDir, flags, socketDir, clientPort: ports.client, logFile, log };
        const { beforeLaunch } = firstData;
        running = createEtcdProcess({ ...own, name: "etcd", onState, firstBackoffMs, beforeLaunch });
        await running.launch();
        log.info({ endpoints, version: binary.version, dataDir: etcdDir }, "Embedded etcd started");
      } catch (error) {
        await unlock();
        unlock = null;
        throw error;
      }
    },
    async stop() {
      await running?.stop();
      await unlock?.();
      unlock = null;
    },
  };
}

/** A single member has nobody to wait for, but waits a whole election timeout of one to two seconds before it leads. */
const LEADS_AT_ONCE = ["--heartbeat-interval", "20", "--election-timeout", "200"];

/** The one that set-up chose; throws a sentence where there is none. */
export function etcdToEmbed(): EtcdBinary {
  const binary = chosenEtcd();
  if (binary) return binary;
  throw new Error(
    "There is no etcd to embed. `npm start` fetches one; or name one with ROLLCALL_ETCD_BIN, or point at a running one with ETCD_ENDPOINTS.",
  );
}

async function rotate(file: string): Promise<void> {
  if ((await sizeOf(file)) > LARGEST_LOG_BYTES) await rename(file, `${file}.1`);
}
