import { startEtcd as startProcess } from "@/server/testing/etcd-process";
import type { Life } from "./life";

export interface Etcd {
  readonly url: string;
  readonly pid: number;
  readonly version: string;
  stop(): Promise<void>;
}

/** A fresh etcd of its own on free ports of the loopback, with fsync as it comes. */
export async function startEtcd(life: Life): Promise<Etcd> {
  const etcd = await startProcess({ extraArgs: ["--quota-backend-bytes", String(4 * 2 ** 30), "--log-level", "warn"] });
  const [url = ""] = etcd.endpoints;
  return { url, pid: etcd.pid, version: etcd.version, stop: life.onEnd(() => etcd.cleanup()) };
}
