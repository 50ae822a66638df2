import { Counter, Gauge, type Registry as Metrics } from "prom-client";
import type { Budgets } from "@/lib/api/status";

const BYTES = ["history", "tombstones", "stream", "snapshot", "pastViews"] as const;
const GATES = ["lists", "pastLists", "largeAnswers", "pages", "pastViews"] as const;

/** What /status says of budgets, for Prometheus. */
export function createBudgetMetrics(metrics: Metrics, read: () => Budgets): void {
  const registers = [metrics];
  const gauge = (name: string, help: string, label: string, set: (to: Gauge, budgets: Budgets) => void) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        set(this, read());
      },
    });
  gauge("rollcall_budget_used_bytes", "What is kept, by what it is kept for.", "of", (to, budgets) => {
    for (const of of BYTES) to.set({ of }, budgets[of].bytes);
  });
  gauge("rollcall_budget_limit_bytes", "What may be kept.", "of", (to, budgets) => {
    for (const of of BYTES) to.set({ of }, budgets[of].mostBytes);
  });
  gauge("rollcall_reads_under_way", "Expensive answers that are made just now.", "gate", (to, budgets) => {
    for (const gate of GATES) to.set({ gate }, budgets[gate].inside);
  });
  gauge("rollcall_reads_waiting", "Requests that wait for their turn.", "gate", (to, budgets) => {
    for (const gate of GATES) to.set({ gate }, budgets[gate].waiting);
  });
  new Counter({
    name: "rollcall_reads_turned_away_total",
    help: "Requests answered `busy`.",
    labelNames: ["gate"],
    registers,
    collect() {
      this.reset();
      const budgets = read();
      for (const gate of GATES) this.inc({ gate }, budgets[gate].turnedAway);
    },
  });
}
