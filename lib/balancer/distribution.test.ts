import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBalancer } from "./balancer";
import { candidate, named } from "./candidates.testing";
import { POLICIES } from "./policies";
import { seededRandom } from "./seeded-random";
import { chiSquareDeviations } from "./statistics.testing";
import type { Candidate, PolicyId } from "./types";

const PICKS = 20_000;
const seeds = fc.integer({ min: 0, max: 0xffffffff });
const weights = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 12 });

function counts(policy: PolicyId, candidates: Candidate[], seed: number, picks = PICKS) {
  const balancer = createBalancer({ policy, random: seededRandom(seed), now: () => 0 });
  const picker = balancer.picker(candidates);
  const counted = new Map<string, number>();
  for (let pick = 0; pick < picks; pick++) {
    const id = picker.pick()?.instance.id ?? "nobody";
    counted.set(id, (counted.get(id) ?? 0) + 1);
  }
  const shares = picker.shares();
  return {
    counted: candidates.map(({ instance }) => counted.get(instance.id) ?? 0),
    expected: candidates.map(({ instance }) => (shares.get(instance.id) ?? 0) * picks),
  };
}

const weighted = (list: number[]) => list.map((weight, index) => candidate(`i${index}`, { weight }));

describe.each(["random", "rendezvous"] as const)("%s", (policy) => {
  it("gives everybody what their weight says, as far as chance allows", () => {
    fc.assert(
      fc.property(weights, seeds, (list, seed) => {
        const { counted, expected } = counts(policy, weighted(list), seed);
        expect(chiSquareDeviations(counted, expected)).toBeLessThan(4.5);
      }),
      // The same examples each time: of so many by chance, one would fail some day.
      { numRuns: 20, seed: 7 },
    );
  });

  it("is told from one that favours somebody by a tenth", () => {
    const { counted, expected } = counts(policy, named(10), 1);
    counted[0] = (counted[0] ?? 0) * 1.1;
    expect(chiSquareDeviations(counted, expected)).toBeGreaterThan(2);
    expect(
      chiSquareDeviations(
        counted.map((count, index) => (index === 0 ? count * 1.1 : count)),
        expected,
      ),
    ).toBeGreaterThan(6);
  });
});

describe("least requests", () => {
  const hold = (candidates: Candidate[], seed: number, held: number) => {
    const balancer = createBalancer({ policy: "least-requests", random: seededRandom(seed), now: () => 0 });
    const picker = balancer.picker(candidates);
    for (let pick = 0; pick < held; pick++) {
      const picked = picker.pick();
      if (picked) balancer.started(picked);
    }
    return candidates.map(({ instance }) => balancer.running(instance.id));
  };

  it("keeps everybody nearly equally busy, where chance alone does not", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const running = hold(named(10), seed, 1_000);
        expect(Math.max(...running) - Math.min(...running)).toBeLessThan(10);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps whoever weighs thrice as much thrice as busy", () => {
    const [light = 0, heavy = 0] = hold([candidate("a"), candidate("b", { weight: 3 })], 5, 4_000);
    expect(heavy / light).toBeGreaterThan(2.9);
    expect(heavy / light).toBeLessThan(3.1);
  });

  it("avoids whoever does not answer", () => {
    const candidates = named(4);
    const balancer = createBalancer({ policy: "least-requests", random: seededRandom(3), now: () => 0 });
    const picker = balancer.picker(candidates);
    let stuck = 0;
    for (let pick = 0; pick < 1_000; pick++) {
      const picked = picker.pick();
      if (!picked) continue;
      balancer.started(picked);
      if (picked.instance.id === "i000") stuck += 1;
      else balancer.ended(picked);
    }
    expect(stuck).toBeLessThan(5);
  });
});

describe("round robin", () => {
  it("gives each exactly one of as many picks as there are, whatever they weigh", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const { counted } = counts("round-robin", weighted(list), 0, list.length * 5);
        expect(counted).toEqual(list.map(() => 5));
      }),
    );
  });
});

describe("weighted round robin", () => {
  it("gives each exactly its weight of as many picks as there is weight", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const total = list.reduce((sum, weight) => sum + weight, 0);
        const { counted } = counts("weighted-round-robin", weighted(list), 0, total * 3);
        expect(counted).toEqual(list.map((weight) => weight * 3));
      }),
    );
  });

  it("is smooth: nobody is ever more than a pick behind its part, nor ahead by more than its share of the others' picks", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 200 }), (list, picks) => {
        const { counted, expected } = counts("weighted-round-robin", weighted(list), 0, picks);
        // When somebody is served, each other lacks less than one pick of what was due before: its share of that it has too soon.
        for (const [index, count] of counted.entries()) {
          const part = expected[index] ?? 0;
          expect(part - count).toBeLessThanOrEqual(1);
          expect(count - part).toBeLessThanOrEqual((part / picks) * (list.length - 1) + 1e-9);
        }
      }),
    );
  });
});

describe.each(POLICIES.map(({ id }) => id))("%s", (policy) => {
  it("starves nobody, and shares add up to 1", () => {
    fc.assert(
      fc.property(weights, seeds, (list, seed) => {
        const { counted, expected } = counts(policy, weighted(list), seed, 2_000);
        expect(Math.min(...counted)).toBeGreaterThan(0);
        expect(expected.reduce((sum, one) => sum + one, 0)).toBeCloseTo(2_000);
      }),
      { numRuns: 30, seed: 11 },
    );
  });

  it("asks whoever was not tried, until nobody is left", () => {
    fc.assert(
      fc.property(weights, seeds, (list, seed) => {
        const balancer = createBalancer({ policy, random: seededRandom(seed), now: () => 0 });
        const picker = balancer.picker(weighted(list));
        const except = new Set<string>();
        for (let attempt = 0; attempt < list.length; attempt++) {
          const id = picker.pick({ except })?.instance.id ?? "nobody";
          expect(except.has(id)).toBe(false);
          except.add(id);
        }
        expect(except.size).toBe(list.length);
        expect(picker.pick({ except })).toBeNull();
        expect(picker.pick()).not.toBeNull();
      }),
    );
  });

  it("repeats itself for the same seed", () => {
    const run = (seed: number) => {
      const picker = createBalancer({ policy, random: seededRandom(seed), now: () => 0 }).picker(named(7));
      return Array.from({ length: 50 }, () => picker.pick()?.instance.id);
    };
    expect(run(4)).toEqual(run(4));
  });
});
