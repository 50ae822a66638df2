import { describe, expect, it } from "vitest";
import type { Traffic, TrafficAnswer } from "@/lib/api/traffic";
import { graphFrom } from "./graphs.testing";
import { servicesOf } from "./registry.testing";
import { type Flow, flowsIn, NO_TRAFFIC, rateText, type TrafficLooks, trafficOn, withLook } from "./traffic";

const pair = (answered: number, failed = 0): Traffic => ({
  way: "gateway",
  caller: null,
  service: "web",
  instance: "web-1",
  answered,
  failed,
});
const look = (serverTime: number, traffic: Traffic[], since = 1): TrafficAnswer => ({ serverTime, since, traffic });
const rates = (...looks: TrafficAnswer[]) =>
  flowsIn(looks.reduce<TrafficLooks>(withLook, [])).map(({ perSecond, failedPerSecond }) => [
    perSecond,
    failedPerSecond,
  ]);

describe("the rate of what was seen", () => {
  it("is what was counted between two looks", () => {
    expect(rates(look(1_000, [pair(5)]))).toEqual([]);
    expect(rates(look(1_000, [pair(5)]), look(3_000, [pair(15, 2)]))).toEqual([[6, 1]]);
    expect(rates(look(1_000, []), look(3_000, [pair(4)]))).toEqual([[2, 0]]);
    expect(rates(look(1_000, [pair(4)]), look(3_000, [pair(4)]))).toEqual([]);
  });

  it("never rounds down to nothing", () => {
    expect(rates(look(0, [pair(0)]), look(9_000, [pair(100_000, 1)]))[0]?.[1]).toBe(0.1);
  });

  it("begins anew with the count, after a long time of not looking, and not with an answer that comes late", () => {
    expect(rates(look(1_000, [pair(50)]), look(3_000, [pair(4)], 2))).toEqual([]);
    expect(rates(look(1_000, [pair(1)]), look(60_000, [pair(50)]))).toEqual([]);
    expect(rates(look(1_000, [pair(1)]), look(3_000, [pair(5)]), look(2_000, [pair(3)]))).toEqual([[2, 0]]);
  });

  it("forgets what is older than the window", () => {
    const looks = [0, 2, 4, 6, 8, 10, 12, 14].map((at) => look(at * 1_000, [pair(at < 4 ? 0 : 40)]));
    expect(rates(...looks.slice(0, 6))).toEqual([[4, 0]]);
    expect(rates(...looks)).toEqual([]);
  });

  it("is told in words", () => {
    const texts = [
      [12.4, 0],
      [0.4, 0],
      [2, 0.5],
      [100, 0.1],
    ].map(([perSecond = 0, failedPerSecond = 0]) => rateText({ perSecond, failedPerSecond }));
    expect(texts).toEqual(["12/s", "0.4/s", "2/s, 25 % failed", "100/s, 1 % failed"]);
  });
});

describe("traffic on the map", () => {
  const all = [
    { service: "web", datacenter: "eu" },
    { service: "web", datacenter: "us" },
    { service: "orders", datacenter: "eu" },
  ];
  const { find } = servicesOf(all);
  const id = (service: string, datacenter: string) => `/services/${service}/${datacenter}/${service}-00000`;
  const flow = (way: Flow["way"], from: [string, string] | null, to: [string, string], perSecond: number): Flow => ({
    way,
    caller: from && { service: from[0], instance: id(...from) },
    service: to[0],
    instance: id(...to),
    perSecond,
    failedPerSecond: 0,
  });
  const flows = [
    flow("gateway", null, ["orders", "eu"], 3),
    flow("test-requests", null, ["orders", "eu"], 1),
    flow("fleet", ["web", "eu"], ["orders", "eu"], 2),
    flow("fleet", ["web", "us"], ["orders", "eu"], 4),
    flow("fleet", ["web", "us"], ["gone", "us"], 4),
    flow("fleet", ["gone", "us"], ["orders", "eu"], 4),
  ];

  it("runs between the cards where callers and called really stand, and into a card from outside", () => {
    const { edges, inbound } = trafficOn(graphFrom(all, "datacenter"), flows, find);
    expect(edges.map(({ from, to, perSecond }) => [from, to, perSecond])).toEqual([
      ["web@eu", "orders@eu", 2],
      ["web@us", "orders@eu", 4],
    ]);
    expect([...inbound].map(([card, ways]) => [card, ways.map(({ way, perSecond }) => [way, perSecond])])).toEqual([
      [
        "orders@eu",
        [
          ["gateway", 3],
          ["test-requests", 1],
        ],
      ],
    ]);
  });

  it("is summed up where a card holds several of them", () => {
    const { edges } = trafficOn(graphFrom(all, "none"), flows, find);
    expect(edges.map(({ from, to, perSecond }) => [from, to, perSecond])).toEqual([["web", "orders", 6]]);
  });

  it("is always the same object where there is none", () => {
    expect(trafficOn(graphFrom(all, "none"), [], find)).toBe(NO_TRAFFIC);
  });
});
