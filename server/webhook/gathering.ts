import type { WebhookMessage, WebhookRemoval, WebhookStanding } from "@/lib/api/webhook";
import { isBelowMinimum, type ServiceSummary } from "@/lib/registry/select";
import { sweepOf } from "@/lib/registry/sweep";
import type { RegistryEvent, Sweep } from "@/lib/registry/types";
import { summaryOf } from "./words";

/** Of thousands that left at once a message names some and counts all. */
const MOST_NAMED = 20;
/** Removals this far apart have nothing to do with each other. */
const UNRELATED_MS = 30_000;
const MOST_SWEEPS = 5;
/** Services whose removals are remembered; the ones that were quiet longest are forgotten. */
const MOST_SERVICES = 1_000;

/** What left one service, until the next message or until it was quiet for long. */
interface Left {
  lastAt: number;
  count: number;
  expired: number;
  /** The first of them by event id: a removal is told again when its cause is known. */
  named: Map<string, WebhookRemoval>;
}

export interface Gathering {
  /** Takes in removals, and removals of before that are told again with their causes. Answers whether one expired, or many went at once. */
  removed(events: readonly RegistryEvent[], amended: readonly RegistryEvent[], now: number): boolean;
  /** Takes in how services stand. Answers whether there is more or less to tell of them than when it was called last. */
  standing(services: readonly ServiceSummary[]): boolean;
  /** The message, after which everything begins anew; null where there is nothing to tell. */
  take(now: number): WebhookMessage | null;
}

/** What happened since the last message, of which the next one is made. Bounded, however long it has to wait. */
export function createGathering(environment: string | null): Gathering {
  const left = new Map<string, Left>();
  /** By event id: what a hand that empties etcd again and again does is bounded, too. */
  const swept = new Map<string, Sweep>();
  let stands = new Map<string, WebhookStanding & { below: boolean }>();
  /** Services that the receiver knows to be below their minimum, and how many it was told are in service. */
  let told = new Map<string, number>();
  let tellable = "";

  function leftOf(service: string, now: number): Left {
    const known = left.get(service);
    const one = known && now - known.lastAt <= UNRELATED_MS ? known : { count: 0, expired: 0, named: new Map() };
    const current: Left = { ...one, lastAt: now };
    left.delete(service);
    left.set(service, current);
    for (const oldest of left.keys()) {
      if (left.size <= MOST_SERVICES) break;
      left.delete(oldest);
    }
    return current;
  }

  function note(event: RegistryEvent, isFirst: boolean, now: number): boolean {
    const sweep = sweepOf(event);
    if (sweep) {
      swept.set(sweep.id, sweep);
      for (const oldest of swept.keys()) {
        if (swept.size <= MOST_SWEEPS) break;
        swept.delete(oldest);
      }
      return true;
    }
    if (event.type !== "removed" || event.service === null) return false;
    const one = leftOf(event.service, now);
    const expired = event.cause === "expired";
    if (isFirst) one.count++;
    if (expired) one.expired++;
    if (one.named.has(event.id) || one.named.size < MOST_NAMED) one.named.set(event.id, removalOf(event));
    return expired;
  }

  /** A service that fell is told once, and once more when nothing of it is left. */
  const fell = () =>
    [...stands.values()].filter(({ service, below, inService }) => {
      const before = told.get(service);
      return below && (before === undefined || (inService === 0 && before > 0));
    });
  const back = () => [...stands.values()].filter(({ service, below }) => !below && told.has(service));

  return {
    removed(events, amended, now) {
      const first = events.map((event) => note(event, true, now));
      const again = amended.map((event) => note(event, false, now));
      return first.includes(true) || again.includes(true);
    },
    standing(services) {
      stands = new Map();
      for (const summary of services)
        if (summary.minimum !== null)
          stands.set(summary.name, {
            service: summary.name,
            minimum: summary.minimum,
            inService: summary.inService,
            present: summary.total,
            below: isBelowMinimum(summary),
          });
      // A minimum that was taken away has nothing to recover from.
      told = new Map([...told].filter(([service]) => stands.has(service)));
      const before = tellable;
      tellable = JSON.stringify([fell(), back()].map((all) => all.map(({ service }) => service)));
      return tellable !== before;
    },
    take(now) {
      const belowMinimum = fell().map(({ below: _, ...standing }) => {
        const gone = left.get(standing.service);
        return { ...standing, left: gone?.count ?? 0, removals: [...(gone?.named.values() ?? [])] };
      });
      const atMinimumAgain = back().map(({ below: _, ...standing }) => standing);
      const expired = [...left].flatMap(([service, { expired: count, named }]) => {
        const removals = [...named.values()].filter(({ cause }) => cause === "expired");
        return count > 0 ? [{ service, count, removals }] : [];
      });
      told = new Map([...stands.values()].filter(({ below }) => below).map((one) => [one.service, one.inService]));
      tellable = JSON.stringify([[], []]);
      left.clear();
      const sweeps = [...swept.values()];
      swept.clear();
      if (belowMinimum.length + atMinimumAgain.length + expired.length + sweeps.length === 0) return null;
      const news = { belowMinimum, atMinimumAgain, expired, sweeps };
      return {
        type: belowMinimum.length + expired.length + sweeps.length > 0 ? "rollcall.attention" : "rollcall.recovered",
        timestamp: new Date(now).toISOString(),
        data: { environment, summary: summaryOf(news), ...news },
      };
    },
  };
}

function removalOf({ instance, key, revision, at, cause, certainty, evidence }: RegistryEvent): WebhookRemoval {
  return {
    instance: instance ?? "",
    key: key ?? "",
    revision,
    at: Array.isArray(at) ? at[1] : at,
    cause: cause ?? "unknown",
    certainty: certainty ?? "inferred",
    evidence: evidence ?? "",
  };
}
