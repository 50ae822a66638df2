import { Counter, Histogram, type Registry } from "prom-client";

export interface HttpMetrics {
  /** `route` is a row's template, never a path as somebody sent it: labels must stay few. */
  observe(method: string, route: string, status: number, durationMs: number): void;
  /** A connection more than may be open. */
  connectionRefused(): void;
  /** A connection whose other end did not read. */
  connectionStalled(): void;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);

export function createHttpMetrics(registry: Registry): HttpMetrics {
  const requests = new Counter({
    name: "rollcall_http_requests_total",
    help: "Requests answered, by route.",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const duration = new Histogram({
    name: "rollcall_http_request_duration_seconds",
    help: "From the request's headers to the end of its answer.",
    labelNames: ["route"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
  const connections = new Counter({
    name: "rollcall_http_connections_ended_total",
    help: "Connections the console ended itself: refused beyond the bound, or stalled because nothing was read.",
    labelNames: ["reason"],
    registers: [registry],
  });
  return {
    connectionRefused: () => connections.inc({ reason: "refused" }),
    connectionStalled: () => connections.inc({ reason: "stalled" }),
    observe(method, route, status, durationMs) {
      requests.inc({ method: METHODS.has(method) ? method : "other", route, status });
      duration.observe({ route }, durationMs / 1000);
    },
  };
}
