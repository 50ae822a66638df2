import type { Logger } from "pino";
import type { EtcdClientOptions } from "@/lib/etcd/client";
import type { Config } from "./config/config";
import { StartError } from "./config/start-error";
import { createEmbeddedEtcd } from "./embedded-etcd/embedded-etcd";
import { createSupervisor, type Supervisor } from "./supervisor/supervisor";

export interface EtcdSource {
  /** How to reach it, which may be long before it answers. `onHealthy` is called each time that is known to be worth a try. */
  start(onHealthy: () => void): Promise<EtcdClientOptions>;
  /** Where an etcd of ours runs: what else is ours runs under it too. Stopped with the source. */
  readonly supervisor: Supervisor | null;
  stop(): Promise<void>;
}

/** Somebody's own etcd where the configuration names one; nothing is started then. Else one of ours, under the supervisor. */
export function etcdSource(config: Config, log: Logger): EtcdSource {
  const { etcd } = config;
  if (etcd) return { start: async () => etcd, supervisor: null, stop: async () => {} };
  const supervisor = createSupervisor();
  let healthy = () => {};
  const embedded = createEmbeddedEtcd({
    supervisor,
    dataDir: config.dataDir,
    log,
    onState(state) {
      if (state.kind === "running") healthy();
      else if (state.kind === "failed") log.error(state.reason);
    },
  });
  return {
    supervisor,
    async start(onHealthy) {
      try {
        await embedded.start();
      } catch (error) {
        throw new StartError(error instanceof Error ? error.message : String(error));
      }
      healthy = onHealthy;
      return { endpoints: embedded.endpoints };
    },
    async stop() {
      await embedded.stop();
      await supervisor.stop();
    },
  };
}
