import { Counter, collectDefaultMetrics, Gauge, type Registry as Metrics } from "prom-client";
import type { Clock } from "@/lib/clock";
import type { History } from "@/server/history/history";
import type { Hub } from "@/server/hub/hub";
import type { SocketLimits } from "@/server/hub/socket-limits";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";

export interface RegistryMetricsOptions {
  metrics: Metrics;
  registry: Registry;
  history: History;
  hub: Hub;
  sockets: SocketLimits;
  leases: LeaseObserver;
  clock: Clock;
}

/** What Prometheus may ask about the view. Returns the way to stop counting. */
export function createRegistryMetrics({
  metrics,
  registry,
  history,
  hub,
  sockets,
  leases,
  clock,
}: RegistryMetricsOptions): () => void {
  const registers = [metrics];
  const gauge = (name: string, help: string, read: () => number | null) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const value = read();
        if (value === null) this.reset();
        else this.set(value);
      },
    });
  new Gauge({
    name: "rollcall_view_state",
    help: "1 for the state the view is in.",
    labelNames: ["state"],
    registers,
    collect() {
      const { state } = registry.status();
      for (const one of ["listing", "live", "stale"]) this.set({ state: one }, one === state ? 1 : 0);
    },
  });
  new Gauge({
    name: "rollcall_etcd_state",
    help: "1 for what the connection to etcd is doing.",
    labelNames: ["state"],
    registers,
    collect() {
      const { state } = registry.status().source;
      for (const one of ["listing", "watching", "backing-off"]) this.set({ state: one }, one === state ? 1 : 0);
    },
  });
  gauge("rollcall_view_revision", "The newest revision of etcd that the view includes.", () =>
    Number(registry.status().revision),
  );
  gauge("rollcall_view_age_seconds", "How long ago etcd was last heard.", () => {
    const { heardAt } = registry.status();
    return heardAt === null ? null : Math.max(0, clock.now() - heardAt) / 1000;
  });
  gauge("rollcall_instances", "Present instances.", () => registry.view()?.instances.size ?? 0);
  gauge("rollcall_tombstones", "Instances that left a while ago.", () => registry.view()?.tombstones.size ?? 0);
  gauge("rollcall_unrecognized_keys", "Keys no layout reads.", () => registry.view()?.unrecognized.size ?? 0);
  gauge("rollcall_clients", "Pages and programs on the live stream.", () => hub.stats().clients);
  gauge("rollcall_history_events", "Events kept in the history.", () => history.stats().kept);
  gauge("rollcall_clients_lagging", "Of these, behind because their buffers do not drain.", () => hub.stats().laggards);
  gauge("rollcall_live_connections", "Open connections of the live stream.", () => sockets.stats().open);
  gauge("rollcall_live_connections_max", "As many may be open at once.", () => sockets.stats().most);
  gauge(
    "rollcall_live_waiting_bytes",
    "Written for clients that have not taken it yet.",
    () => sockets.stats().waitingBytes,
  );
  gauge("rollcall_leases", "Leases that hold instances.", () => leases.lane().count);
  gauge("rollcall_lease_resolution_seconds", "How far apart two looks at a lease lie, at most.", () =>
    leases.lane().notObserved ? null : leases.lane().resolutionMs / 1000,
  );
  const sums = [
    ["rollcall_lease_polls_total", "Times etcd was asked how long a lease still lives.", () => leases.stats().asked],
    ["rollcall_lease_poll_failures_total", "Of these, not answered.", () => leases.stats().failed],
    ["rollcall_deltas_total", "Windows in which deltas were sent.", () => hub.stats().windows],
    ["rollcall_sent_bytes_total", "Bytes streamed to all clients together.", () => hub.stats().bytes],
    [
      "rollcall_live_refused_total",
      "Live connections refused because too many were open.",
      () => sockets.stats().refused,
    ],
    ["rollcall_resyncs_total", "Clients told to fetch the snapshot again.", () => hub.stats().resyncs],
  ] as const;
  for (const [name, help, read] of sums)
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  new Counter({
    name: "rollcall_live_cut_total",
    help: "Live connections ended for sending too much or taking too little.",
    labelNames: ["reason"],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(sockets.stats().cut)) this.inc({ reason }, count);
    },
  });
  const events = new Counter({ name: "rollcall_events_total", help: "Events seen.", labelNames: ["type"], registers });
  const updates = new Counter({ name: "rollcall_updates_total", help: "Steps of the view.", registers });
  collectDefaultMetrics({ register: metrics, prefix: "rollcall_" });
  return registry.onUpdate((update) => {
    updates.inc();
    for (const { type } of update.events) events.inc({ type });
  });
}
