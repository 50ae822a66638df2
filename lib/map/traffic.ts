import type { Traffic, TrafficAnswer, TrafficWay } from "@/lib/api/traffic";
import type { Instance, InstanceId } from "@/lib/registry/types";
import { type MapGraph, nodeId } from "./graph";
import { groupOf } from "./grouping";

/** Rates are taken over this long: over less, who calls every other second would blink. */
export const WINDOW_MS = 10_000;

/** What was counted when it was looked at, newest last; all of one count. */
export type TrafficLooks = readonly TrafficAnswer[];

/** With one look more. A count that began anew has nothing to do with those before. */
export function withLook(looks: TrafficLooks, next: TrafficAnswer): TrafficLooks {
  const last = looks.at(-1);
  if (!last || last.since !== next.since) return [next];
  if (next.serverTime <= last.serverTime) return looks;
  return [...looks.filter(({ serverTime }) => next.serverTime - serverTime <= WINDOW_MS), next];
}

/** Requests a second from one to one, to a tenth: all of them, and those that failed. */
export interface Flow extends Pick<Traffic, "way" | "caller" | "service" | "instance"> {
  perSecond: number;
  failedPerSecond: number;
}

const nameOf = ({ way, caller, instance }: Traffic) =>
  JSON.stringify([way, caller?.service ?? null, caller?.instance ?? null, instance]);

/** Who was asked between the first look and the last. One look alone tells no rate. */
export function flowsIn(looks: TrafficLooks): Flow[] {
  const [first, last] = [looks[0], looks.at(-1)];
  if (!first || !last || first === last) return [];
  const seconds = (last.serverTime - first.serverTime) / 1_000;
  const before = new Map(first.traffic.map((one) => [nameOf(one), one]));
  return last.traffic.flatMap((one) => {
    const known = before.get(nameOf(one));
    const failed = one.failed - (known?.failed ?? 0);
    const all = failed + one.answered - (known?.answered ?? 0);
    if (all <= 0) return [];
    const { way, caller, service, instance } = one;
    return {
      way,
      caller,
      service,
      instance,
      perSecond: tenth(all / seconds),
      failedPerSecond: tenth(failed / seconds),
    };
  });
}

/** Never down to nothing: what was seen is shown. */
const tenth = (value: number) => (value > 0 ? Math.max(0.1, Math.round(value * 10) / 10) : 0);

interface Rate {
  perSecond: number;
  failedPerSecond: number;
}

/** From card to card, as it was seen, whatever is declared. */
export interface TrafficEdge extends Rate {
  id: string;
  from: string;
  to: string;
}

/** Into a card from outside the registry. */
export interface Inbound extends Rate {
  way: TrafficWay;
}

export interface MapTraffic {
  edges: readonly TrafficEdge[];
  /** By the card's id. */
  inbound: ReadonlyMap<string, readonly Inbound[]>;
}

export const NO_TRAFFIC: MapTraffic = { edges: [], inbound: new Map() };

/** Puts flows between the cards of a map. Whoever is on no card, because it left long ago, is left out. */
export function trafficOn(
  graph: MapGraph,
  flows: readonly Flow[],
  find: (id: InstanceId) => Instance | null,
): MapTraffic {
  if (flows.length === 0) return NO_TRAFFIC;
  const cards = new Set(graph.nodes.map(({ id }) => id));
  const cardOf = (id: InstanceId | null) => {
    const instance = id === null ? null : find(id);
    const card = instance && nodeId(instance.service, groupOf(instance, graph.grouping));
    return card !== null && cards.has(card) ? card : null;
  };
  const edges = new Map<string, TrafficEdge>();
  const inbound = new Map<string, Map<TrafficWay, Inbound>>();
  for (const { way, caller, instance, perSecond, failedPerSecond } of flows) {
    const to = cardOf(instance);
    const from = caller && cardOf(caller.instance);
    if (to === null || (caller && from === null)) continue;
    if (from === null) {
      const ways = inbound.get(to) ?? new Map<TrafficWay, Inbound>();
      inbound.set(to, ways);
      ways.set(way, { way, ...sum(ways.get(way), perSecond, failedPerSecond) });
    } else {
      const id = `seen ${from}>${to}`;
      edges.set(id, { id, from, to, ...sum(edges.get(id), perSecond, failedPerSecond) });
    }
  }
  return {
    edges: [...edges.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    inbound: new Map([...inbound].map(([card, ways]) => [card, [...ways.values()]])),
  };
}

function sum(known: Rate | undefined, perSecond: number, failedPerSecond: number): Rate {
  return {
    perSecond: (known?.perSecond ?? 0) + perSecond,
    failedPerSecond: (known?.failedPerSecond ?? 0) + failedPerSecond,
  };
}

const WAY_WORD = { gateway: "gateway", "test-requests": "test requests", fleet: "fleet" } as const satisfies Record<
  TrafficWay,
  string
>;

export function wayWord(way: TrafficWay): string {
  return WAY_WORD[way];
}

/** `12/s`, `0.4/s, 20 % failed`. */
export function rateText({ perSecond, failedPerSecond }: Rate): string {
  const rate = `${perSecond >= 10 ? Math.round(perSecond) : Number(perSecond.toFixed(1))}/s`;
  if (failedPerSecond === 0) return rate;
  return `${rate}, ${Math.max(1, Math.round((failedPerSecond / perSecond) * 100))} % failed`;
}
