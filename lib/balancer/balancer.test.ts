import { describe, expect, it } from "vitest";
import { createBalancer } from "./balancer";
import { candidate, named } from "./candidates.testing";
import { POLICIES } from "./policies";
import { seededRandom } from "./seeded-random";
import type { BalancerOptions, Candidate } from "./types";

const balancerOf = (options: Partial<BalancerOptions> = {}) =>
  createBalancer({ policy: "random", random: seededRandom(1), now: () => 0, ...options });

function picked(candidates: Candidate[], options: Partial<BalancerOptions> = {}, picks = 3_000) {
  const picker = balancerOf(options).picker(candidates);
  const counted: Record<string, number> = {};
  for (let pick = 0; pick < picks; pick++) {
    const id = picker.pick()?.instance.id ?? "nobody";
    counted[id] = (counted[id] ?? 0) + 1;
  }
  return counted;
}

describe.each(POLICIES.map(({ id }) => id))("with %s", (policy) => {
  it("gone, draining and weightless instances never get anything, late and overdue ones nothing while somebody is well", () => {
    const candidates = [
      candidate("alive"),
      candidate("static", { liveness: "static" }),
      candidate("late", { liveness: "late" }),
      candidate("overdue", { liveness: "overdue" }),
      candidate("gone", { liveness: "gone" }),
      candidate("draining", { adminState: "draining" }),
      candidate("weightless", { weight: 0 }),
    ];
    expect(Object.keys(picked(candidates, { policy })).sort()).toEqual(["alive", "static"]);
    expect(Object.keys(picked(candidates.slice(2), { policy }))).toEqual(["late"]);
    expect(Object.keys(picked(candidates.slice(3), { policy }))).toEqual(["overdue"]);
    expect(Object.keys(picked(candidates.slice(4), { policy }))).toEqual(["nobody"]);
    expect(Object.keys(picked([], { policy }))).toEqual(["nobody"]);
  });

  it("a retry may go to a late one when all others were tried", () => {
    const picker = balancerOf({ policy }).picker([candidate("a"), candidate("b", { liveness: "late" })]);
    expect(picker.pick({ except: new Set(["a"]) })?.instance.id).toBe("b");
  });

  it("whoever is ejected gets nothing", () => {
    const picker = balancerOf({ policy }).picker(named(2), new Set(["i000"]));
    expect(picker.pick()?.instance.id).toBe("i001");
    expect(picker.standings.map(({ reason }) => reason)).toEqual(["ejected", "alive"]);
  });

  it("a picker stays as it was made", () => {
    const balancer = balancerOf({ policy });
    const candidates = [candidate("a")];
    const old = balancer.picker(candidates);
    candidates.push(candidate("b"));
    const drained = candidates.map((one) => ({ ...one, adminState: "draining" as const }));
    const now = balancer.picker(drained);
    expect(now.pick()).toBeNull();
    for (let pick = 0; pick < 20; pick++) expect(old.pick()?.instance.id).toBe("a");
  });
});

describe("what is remembered", () => {
  it.each(["round-robin", "weighted-round-robin"] as const)(
    "%s goes on where it was when somebody comes or leaves",
    (policy) => {
      const [a, b, c, d] = [candidate("a"), candidate("b"), candidate("c"), candidate("d")];
      const balancer = balancerOf({ policy });
      const take = (list: Candidate[], picks: number) => {
        const picker = balancer.picker(list);
        return Array.from({ length: picks }, () => picker.pick()?.instance.id).join("");
      };
      expect(take([a, b, c], 2)).toBe("ab");
      expect(take([a, b, c], 1)).toBe("c");
      expect(take([a, c, d], 1)).toBe(policy === "round-robin" ? "d" : "a");
    },
  );

  it("what is under way at somebody counts while it is away, too", () => {
    const a = candidate("a");
    const balancer = balancerOf({ policy: "least-requests" });
    balancer.picker([a]);
    balancer.started(a);
    balancer.picker([]);
    expect(balancer.running("a")).toBe(1);
    balancer.ended(a);
    balancer.picker([]);
    expect(balancer.running("a")).toBe(0);
  });
});

describe("slow start", () => {
  const warm = named(3);
  const cold = candidate("cold", { since: 10_000 });
  const shareAt = (now: number) =>
    balancerOf({ now: () => now, slowStartMs: 20_000 })
      .picker([...warm, cold])
      .shares()
      .get("cold") ?? 0;

  it("begins at a tenth of the weight and grows to all of it", () => {
    expect(shareAt(10_000)).toBeCloseTo(0.1 / 3.1);
    expect(shareAt(20_000)).toBeCloseTo(0.5 / 3.5);
    expect(shareAt(30_000)).toBeCloseTo(1 / 4);
  });

  it.each(POLICIES.map(({ id }) => id))("is honoured by %s", (policy) => {
    const counted = picked([...warm, cold], { policy, now: () => 10_000, slowStartMs: 20_000 }, 6_200);
    const share = (counted.cold ?? 0) / 6_200;
    // Nothing is under way here, so least requests draws by weight alone.
    expect(share).toBeGreaterThan(0.024);
    expect(share).toBeLessThan(0.042);
  });

  it("says until when a picker's weights hold", () => {
    const until = (now: number) => balancerOf({ now: () => now, slowStartMs: 20_000 }).picker([...warm, cold]).until;
    expect(until(10_000)).toBe(11_000);
    expect(until(11_500)).toBe(12_000);
    expect(until(30_000)).toBeNull();
    expect(balancerOf().picker([cold]).until).toBeNull();
  });
});

describe("with a zone", () => {
  const here = (id: string, parts = {}) => candidate(id, { datacenter: "here", ...parts });
  const there = (id: string, parts = {}) => candidate(id, { datacenter: "there", ...parts });
  const zone = { datacenter: "here" };

  it("stays in its own datacenter while that can bear it", () => {
    const candidates = [here("h1"), here("h2"), here("h3"), here("h4", { liveness: "late" }), there("t1"), there("t2")];
    expect(Object.keys(picked(candidates, { zone })).sort()).toEqual(["h1", "h2", "h3"]);
  });

  it("spills over what the rest of it cannot bear", () => {
    // Two of four are fit: 1.4 × 2/4 = 70 % stay.
    const candidates = [
      here("h1"),
      here("h2"),
      here("h3", { adminState: "draining" }),
      here("h4", { liveness: "overdue" }),
      there("t1"),
      there("t2"),
    ];
    const counted = picked(candidates, { zone }, 10_000);
    expect(((counted.t1 ?? 0) + (counted.t2 ?? 0)) / 10_000).toBeCloseTo(0.3, 1);
    const shares = balancerOf({ zone }).picker(candidates).shares();
    expect([...shares.entries()].map(([id, share]) => [id, Number(share.toFixed(4))])).toEqual([
      ["h1", 0.35],
      ["h2", 0.35],
      ["t1", 0.15],
      ["t2", 0.15],
    ]);
  });

  it("goes elsewhere entirely before it asks somebody late at home", () => {
    expect(Object.keys(picked([here("h1", { liveness: "late" }), there("t1")], { zone }))).toEqual(["t1"]);
    expect(
      Object.keys(picked([here("h1", { liveness: "late" }), there("t1", { liveness: "late" })], { zone })),
    ).toEqual(["h1"]);
    expect(Object.keys(picked([there("t1")], { zone }))).toEqual(["t1"]);
  });

  it("loses nobody: who is excepted at home is replaced by somebody elsewhere", () => {
    const candidates = [here("h1"), here("h2", { adminState: "draining" }), there("t1")];
    const picker = balancerOf({ zone }).picker(candidates);
    for (let pick = 0; pick < 50; pick++) {
      expect(picker.pick({ except: new Set(["h1"]) })?.instance.id).toBe("t1");
      expect(picker.pick({ except: new Set(["t1"]) })?.instance.id).toBe("h1");
    }
  });
});
