import { Counter, type Registry as Metrics } from "prom-client";

export function createTestMetrics(metrics: Metrics): Counter<"outcome"> {
  return new Counter({
    name: "rollcall_test_request_attempts_total",
    help: "Attempts of test requests, by what became of them",
    labelNames: ["outcome"],
    registers: [metrics],
  });
}
