import type { WriteRule } from "@/lib/layouts/types";
import type { GuardVerdict } from "./rules";

/** What the configuration says may not be done in haste. */
export interface GuardPolicy {
  /** A service keeps at least so many instances in service. */
  minInstances: number;
  /** And at least this share of what it has, in percent. */
  minPercent: number;
  /** Evictions within a minute, over all consoles. */
  evictionsPerMinute: number;
  reasonRequired: boolean;
}

/** What becomes of one service. */
export interface ServiceFacts {
  name: string;
  /** Neither draining nor overdue, now and afterwards. */
  inService: number;
  after: number;
  /** Instances that count for the share: those present and those that were evicted lately. */
  known: number;
  minimum: number | null;
}

export interface GuardFacts {
  reason: string | undefined;
  /** What the layouts say of deleting the keys; empty where nothing is deleted. */
  deletes: readonly { layout: string; rule: WriteRule["delete"]; note?: string }[];
  services: readonly ServiceFacts[];
  /** When keys were evicted within the last minute, each once, oldest first; and how many more are meant to go now. */
  rate: { evictedAt: readonly number[]; more: number; now: number } | null;
}

const MINUTE_MS = 60_000;

/** Every rule's word on one action. Pure: whoever asks gathers the facts. */
export function judge(policy: GuardPolicy, facts: GuardFacts): GuardVerdict[] {
  const verdicts: GuardVerdict[] = [judgeReason(policy, facts)];
  if (facts.deletes.length > 0) verdicts.push(judgeLayouts(facts));
  verdicts.push(judgeLeft(policy, facts));
  if (facts.rate) verdicts.push(judgeRate(policy, facts.rate));
  return verdicts;
}

/** Those of the rules that refuse and are not overridden; only who may override does. */
export function holding(
  verdicts: readonly GuardVerdict[],
  override: readonly string[],
  mayOverride: boolean,
): GuardVerdict[] {
  return verdicts.filter(
    ({ rule, refuses, overridable }) => refuses && !(overridable && mayOverride && override.includes(rule)),
  );
}

/** How many a service has to keep in service. */
export function needed({ minInstances, minPercent }: GuardPolicy, { known, minimum }: ServiceFacts): number {
  return Math.max(minInstances, Math.ceil((known * minPercent) / 100), minimum ?? 0);
}

function judgeReason({ reasonRequired }: GuardPolicy, { reason }: GuardFacts): GuardVerdict {
  const missing = reasonRequired && (reason ?? "").trim() === "";
  return {
    rule: "reason",
    refuses: missing,
    overridable: false,
    words: missing
      ? "Say why: whoever reads the trail tomorrow was not here."
      : "A reason is given, or none is asked for.",
  };
}

function judgeLayouts({ deletes }: GuardFacts): GuardVerdict {
  const never = deletes.find(({ rule }) => rule === "never");
  const danger = never ?? deletes.find(({ rule }) => rule === "danger");
  return {
    rule: "layout",
    refuses: danger !== undefined,
    overridable: never === undefined,
    words: danger
      ? `Keys of the layout ${danger.layout} are not to be deleted from outside. ${danger.note ?? ""}`.trim()
      : "Keys of this layout may be deleted.",
  };
}

function judgeLeft(policy: GuardPolicy, { services }: GuardFacts): GuardVerdict {
  const short = services.filter((one) => one.after < one.inService && one.after < needed(policy, one));
  const words = short.map((one) => {
    const because = whyNeeded(policy, one);
    return `${one.name} would have ${count(one.after)} in service, of ${one.inService} now; it has to keep ${needed(policy, one)} (${because}).`;
  });
  return {
    rule: "few-left",
    refuses: short.length > 0,
    overridable: true,
    words: words.length > 0 ? words.join(" ") : enough(services),
  };
}

function enough(services: readonly ServiceFacts[]): string {
  const [only] = services;
  if (!only) return "No service loses an instance by it.";
  if (services.length === 1 && only.after === only.inService)
    return `${only.name} keeps all ${only.inService} that are in service: this one did not count.`;
  return services.map((one) => `${one.name} keeps ${one.after} of ${one.inService} in service.`).join(" ");
}

function whyNeeded(policy: GuardPolicy, facts: ServiceFacts): string {
  const least = needed(policy, facts);
  if (facts.minimum === least) return `its minimum is ${least}`;
  if (policy.minInstances === least) return `no service may fall below ${least}`;
  return `${policy.minPercent} % of ${facts.known}`;
}

/** Eureka's self-preservation, in words: when many go at once, the network is likelier to be ill than all of them. */
function judgeRate(
  { evictionsPerMinute }: GuardPolicy,
  { evictedAt, more, now }: NonNullable<GuardFacts["rate"]>,
): GuardVerdict {
  const recent = evictedAt.filter((at) => now - at < MINUTE_MS);
  const over = recent.length + more - evictionsPerMinute;
  if (over <= 0)
    return {
      rule: "rate",
      refuses: false,
      overridable: true,
      words: `${recent.length} of ${evictionsPerMinute} evictions a minute are used up.`,
    };
  const frees = recent[Math.min(over, recent.length) - 1];
  const wait =
    frees === undefined || more > evictionsPerMinute ? null : Math.max(1, Math.ceil((frees + MINUTE_MS - now) / 1000));
  return {
    rule: "rate",
    refuses: true,
    overridable: true,
    words:
      `${recent.length} ${recent.length === 1 ? "key was" : "keys were"} evicted within the last minute and ${more} more would make it more than ${evictionsPerMinute}. ` +
      `When so many look dead at once, the network or this console's view is likelier to be ill than all of them: look before you go on${wait === null ? "" : `, or wait ${wait} s`}.`,
    ...(wait === null ? {} : { retryAfterSeconds: wait }),
  };
}

function count(number: number): string {
  return `${number} ${number === 1 ? "instance" : "instances"}`;
}
