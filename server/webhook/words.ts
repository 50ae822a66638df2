import type { WebhookMessage } from "@/lib/api/webhook";
import type { Sweep } from "@/lib/registry/types";

type News = Pick<WebhookMessage["data"], "belowMinimum" | "atMinimumAgain" | "expired" | "sweeps">;

/** Sentences for whoever reads the message on a telephone at night: the worst first. */
export function summaryOf({ belowMinimum, atMinimumAgain, expired, sweeps }: News): string {
  const sentences = sweeps.map(sweepSentence);
  const worst = [...belowMinimum].sort((a, b) => a.inService - b.inService).slice(0, MOST_SENTENCES);
  for (const { service, inService, minimum } of worst)
    sentences.push(
      inService === 0
        ? `${service} has no instance in service; its minimum is ${minimum}.`
        : `${service} is below its minimum: ${inService} of ${minimum} in service.`,
    );
  if (belowMinimum.length > MOST_SENTENCES)
    sentences.push(`So are ${count(belowMinimum.length - MOST_SENTENCES, "more service")}.`);
  const [only] = expired;
  const total = expired.reduce((sum, one) => sum + one.count, 0);
  if (only && expired.length === 1) sentences.push(`${count(total, "instance")} of ${only.service} expired.`);
  else if (total > 0) sentences.push(`${count(total, "instance")} of ${count(expired.length, "service")} expired.`);
  if (atMinimumAgain.length > 0)
    sentences.push(`At the minimum again: ${listed(atMinimumAgain.map(({ service }) => service))}.`);
  return sentences.join(" ");
}

function sweepSentence({ kind, from, to, removed, serviceCount, missing, returned }: Sweep): string {
  const registrations = `${count(removed, "registration")} of ${count(serviceCount, "service")}`;
  const went =
    returned === null
      ? `${registrations} stood there before, ${missing.toLocaleString("en")} fewer stand there now.`
      : `${registrations} went with it.`;
  if (kind === "cleared") return `One delete at revision ${to} emptied a range of keys: ${went}`;
  const head = kind === "other-cluster" ? "Another etcd cluster answers now" : "etcd was replaced or emptied";
  return `${head}: revision ${from ?? "unknown"} → ${to}; ${went}`;
}

const MOST_SENTENCES = 3;
const MOST_NAMES = 5;

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
