/** A thread of its own that keeps leases alive: whatever the console's main thread is busy with does not hold it up. */
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "@/lib/clock";
import { createEtcdClient, type EtcdClientOptions } from "@/lib/etcd/client";
import { createLeaseKeeper } from "./lease-keeper";
import { type FromKeeper, type ToKeeper, threadsNow } from "./lease-keeper-messages";

const main = parentPort;
if (!main) throw new Error("This is a thread of the console; it does not run by itself.");

const etcd = createEtcdClient(workerData as EtcdClientOptions);
const clock = { now: threadsNow, setTimeout: systemClock.setTimeout };
const keeper = createLeaseKeeper({ etcd: () => etcd, clock });

keeper.onRenewal((renewal) => main.postMessage(renewal satisfies FromKeeper));
main.on("message", (message: ToKeeper) => {
  if (message.do === "keep") keeper.keep(message.leaseId, message.ttlSeconds);
  else keeper.rest(message.leaseId);
});
