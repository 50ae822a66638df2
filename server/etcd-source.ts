import type { Logger } from "pino";
import type { EtcdClientOptions } from "@/lib/etcd/client";
import type { Config } from "./config/config";
import { StartError } from "./config/start-error";
import { dataDirError } from "./embedded-etcd/data-dir-error";
import { createEmbeddedCluster, type EmbeddedCluster } from "./embedded-etcd/embedded-cluster";
import { createEmbeddedEtcd, type EmbeddedEtcdOptions } from "./embedded-etcd/embedded-etcd";
import type { OwnListeners } from "./reach/own-listeners";
import { createSupervisor, type Supervisor } from "./supervisor/supervisor";

export interface EtcdSource {
  /** How to reach it, which may be long before it answers. `onHealthy` is called each time that is known to be worth a try. */
  start(onHealthy: () => void): Promise<EtcdClientOptions>;
  /** Once started: resolves when one of ours answered or failed, or after seconds: until then there is nothing to tell of it. */
  settled(): Promise<void>;
  /** Where an etcd of ours runs: what else is ours runs under it too. Stopped with the source. */
  readonly supervisor: Supervisor | null;
  /** Where it is three members of ours: those can be looked at, and killed, one by one. */
  readonly cluster: EmbeddedCluster | null;
  stop(): Promise<void>;
}

const SETTLE_MS = 3_000;

/** Somebody's own etcd where the configuration names one; nothing is started then. Else one of ours, under the supervisor. */
export function etcdSource(config: Config, log: Logger, own?: OwnListeners): EtcdSource {
  const { etcd } = config;
  if (etcd)
    return { start: async () => etcd, settled: async () => {}, supervisor: null, cluster: null, stop: async () => {} };
  const supervisor = createSupervisor();
  let healthy = () => {};
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const options: EmbeddedEtcdOptions = {
    supervisor,
    dataDir: config.dataDir,
    ...(own && { own }),
    log,
    onState(state) {
      if (state.kind !== "starting") settle();
      if (state.kind === "running") healthy();
      else if (state.kind === "failed") log.error(state.reason);
    },
  };
  const cluster = config.members === 3 ? createEmbeddedCluster(options) : null;
  const embedded = cluster ?? createEmbeddedEtcd(options);
  return {
    supervisor,
    cluster,
    async start(onHealthy) {
      try {
        await embedded.start();
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        throw new StartError(dataDirError(error, config.dataDir) ?? words);
      }
      healthy = onHealthy;
      setTimeout(settle, SETTLE_MS).unref();
      return { endpoints: [...embedded.endpoints] };
    },
    settled: () => settled,
    async stop() {
      await embedded.stop();
      await supervisor.stop();
    },
  };
}
