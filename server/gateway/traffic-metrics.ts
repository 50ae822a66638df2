import { Counter, collectDefaultMetrics, Gauge, type Registry } from "prom-client";
import type { ServiceTraffic } from "./gateway.types";

/** The gateway's counts as Prometheus reads them. They are kept as plain numbers: a labelled counter per request is dear. */
export function registerTraffic(
  metrics: Registry,
  traffic: () => readonly ServiceTraffic[],
  ownProcess: boolean,
): void {
  const registers = [metrics];
  const labelNames = ["service"];
  const sums = [
    ["rollcall_gateway_retries_total", "Attempts beyond the first.", ({ retries }: ServiceTraffic) => retries],
    ["rollcall_gateway_ejections_total", "Instances left alone.", ({ ejections }: ServiceTraffic) => ejections],
    [
      "rollcall_gateway_request_seconds_total",
      "Time that requests took, of all together.",
      ({ durationMs }: ServiceTraffic) => durationMs / 1000,
    ],
  ] as const;
  for (const [name, help, read] of sums)
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const one of traffic()) this.inc({ service: one.service }, read(one));
      },
    });
  new Counter({
    name: "rollcall_gateway_requests_total",
    help: "Requests answered, by the hundreds of their status; class 0: problems of the gateway's own.",
    labelNames: ["service", "class"],
    registers,
    collect() {
      this.reset();
      for (const { service, byClass } of traffic())
        for (const [index, count] of byClass.entries()) if (count > 0) this.inc({ service, class: index }, count);
    },
  });
  new Gauge({
    name: "rollcall_gateway_requests_running",
    help: "Requests under way.",
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const { service, running } of traffic()) this.set({ service }, running);
    },
  });
  if (ownProcess) collectDefaultMetrics({ register: metrics, prefix: "rollcall_gateway_" });
}
