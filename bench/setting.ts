import { type RunningConsole, startConsole } from "./console";
import type { Context } from "./context";
import { type Etcd, startEtcd } from "./etcd";
import type { FleetService } from "./fleet";
import { startWorker, type Worker } from "./worker";
import type { LoadCalls } from "./workers/load";

/** A registry of the wanted shape in an etcd of its own, a console on it, and what will change it. */
export interface Setting {
  etcd: Etcd;
  console: RunningConsole;
  load: Worker<LoadCalls>;
}

export async function startSetting(
  context: Context,
  services: FleetService[],
  settings: Record<string, string> = {},
): Promise<Setting> {
  const etcd = await startEtcd(context.life);
  const load = startWorker<LoadCalls>(context.workers.load, context.life);
  await load.call("seed", { hosts: etcd.url, services, leases: "each" });
  const running = await startConsole(etcd.url, context.life, settings);
  return { etcd, console: running, load };
}

export async function stopSetting({ etcd, console: running, load }: Setting): Promise<void> {
  await load.stop();
  await running.stop();
  await etcd.stop();
}
