import type { WebhookMessage } from "@/lib/api/webhook";

type News = Pick<WebhookMessage["data"], "belowMinimum" | "atMinimumAgain" | "expired">;

/** Sentences for whoever reads the message on a telephone at night: the worst first. */
export function summaryOf({ belowMinimum, atMinimumAgain, expired }: News): string {
  const sentences = [...belowMinimum]
    .sort((a, b) => a.inService - b.inService)
    .slice(0, MOST_SENTENCES)
    .map(({ service, inService, minimum }) =>
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

const MOST_SENTENCES = 3;
const MOST_NAMES = 5;

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
