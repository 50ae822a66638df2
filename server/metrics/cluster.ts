import { Gauge, type Registry as Metrics } from "prom-client";
import type { ClusterFacts } from "@/server/routes/cluster-facts";

const ALARM_KINDS = ["no-space", "corrupt", "other"] as const;

/** What Prometheus may ask about etcd's cluster. Nothing is said while etcd does not answer: an old figure is no news. */
export function createClusterMetrics(metrics: Metrics, cluster: ClusterFacts): void {
  const registers = [metrics];
  new Gauge({
    name: "rollcall_etcd_alarms",
    help: "Members for which etcd raises this alarm; no-space: it takes no writes.",
    labelNames: ["kind"],
    registers,
    async collect() {
      const { status, error } = await cluster.read();
      this.reset();
      if (status === null || error !== null) return;
      for (const one of ALARM_KINDS) this.set({ kind: one }, status.alarms.filter(({ kind }) => kind === one).length);
    },
  });
  new Gauge({
    name: "rollcall_etcd_database_bytes",
    help: "The database of the member that was asked: on disk, which the quota is about, and of that in use.",
    labelNames: ["what"],
    registers,
    async collect() {
      const { status, error } = await cluster.read();
      this.reset();
      if (status === null || error !== null) return;
      this.set({ what: "disk" }, status.dbSizeBytes);
      this.set({ what: "in-use" }, status.dbInUseBytes);
    },
  });
}
