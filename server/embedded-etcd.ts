import { StartError } from "./config/start-error";
import { createEmbeddedEtcd, type EmbeddedEtcdState } from "./embedded-etcd/embedded-etcd";
import { createLog, say } from "./log/log";
import type { Supervisor } from "./supervisor/supervisor";

/**
 * Starts the console's own etcd; it need not be healthy yet, the connection waits for it. Rejects with a `StartError`
 * where it cannot come up: no etcd here, another console on the directory, data of a newer etcd.
 */
export async function startEmbeddedEtcd({
  supervisor,
  dataDir,
  log = createLog("warn"),
}: {
  supervisor: Supervisor;
  dataDir: string;
  log?: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}): Promise<{ endpoints: string[]; stop(): Promise<void> }> {
  const etcd = createEmbeddedEtcd({ supervisor, dataDir, log, onState: tell });
  try {
    await etcd.start();
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error));
  }
  return { endpoints: etcd.endpoints, stop: () => etcd.stop() };
}

function tell(state: EmbeddedEtcdState): void {
  if (state.kind === "failed") say(state.reason);
}
