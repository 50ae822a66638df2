import { Counter, type Registry as Metrics } from "prom-client";
import type { Webhook } from "@/server/webhook/webhook";

/** What became of the webhook's messages; only where one is configured. */
export function createWebhookMetrics(metrics: Metrics, webhook: Pick<Webhook, "stats">): void {
  new Counter({
    name: "rollcall_webhook_messages_total",
    help: "Messages of the webhook by what became of them.",
    labelNames: ["outcome"],
    registers: [metrics],
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(webhook.stats().outcomes)) this.inc({ outcome }, count);
    },
  });
  new Counter({
    name: "rollcall_webhook_failed_attempts_total",
    help: "Attempts to deliver a message that led to nothing.",
    registers: [metrics],
    collect() {
      this.reset();
      this.inc(webhook.stats().attemptsFailed);
    },
  });
}
