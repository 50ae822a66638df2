import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBalancer } from "./balancer";
import { candidate, named } from "./candidates.testing";
import { seededRandom } from "./seeded-random";
import type { Candidate } from "./types";

const KEYS = Array.from({ length: 200 }, (_, index) => `key ${index}`);
const lists = fc
  .uniqueArray(fc.integer({ min: 0, max: 9_999 }), { minLength: 2, maxLength: 15 })
  .chain((ids) =>
    fc.tuple(
      fc.constant(ids),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: ids.length, maxLength: ids.length }),
      fc.nat(ids.length - 1),
    ),
  )
  .map(([ids, weights, at]) => ({
    all: ids.map((id, index) => candidate(`i${id}`, { weight: weights[index] ?? 1 })),
    at,
  }));

function homes(candidates: Candidate[]): Map<string, string> {
  const picker = createBalancer({ policy: "rendezvous", random: seededRandom(0), now: () => 0 }).picker(candidates);
  return new Map(KEYS.map((key) => [key, picker.pick({ key })?.instance.id ?? "nobody"]));
}

describe("rendezvous hashing", () => {
  it("moves only the keys of whoever leaves, and gives them back when it returns", () => {
    fc.assert(
      fc.property(lists, ({ all, at }) => {
        const leaver = all[at]?.instance.id;
        const before = homes(all);
        const after = homes(all.filter((_, index) => index !== at));
        for (const key of KEYS) if (before.get(key) !== leaver) expect(after.get(key)).toBe(before.get(key));
        expect(homes([...all].reverse())).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  it("takes to somebody who weighs more only keys, and from it none", () => {
    fc.assert(
      fc.property(lists, ({ all, at }) => {
        const id = all[at]?.instance.id;
        const before = homes(all);
        const after = homes(all.map((one, index) => (index === at ? { ...one, weight: one.weight * 3 } : one)));
        for (const key of KEYS) if (after.get(key) !== before.get(key)) expect(after.get(key)).toBe(id);
      }),
      { numRuns: 25 },
    );
  });

  it("sends a key that everybody asks for elsewhere before its home has a quarter more than its part, and home again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.string(), fc.integer({ min: 1, max: 300 }), (many, key, held) => {
        const candidates = named(many);
        const balancer = createBalancer({ policy: "rendezvous", random: seededRandom(0), now: () => 0 });
        const picker = balancer.picker(candidates);
        const home = picker.pick({ key })?.instance.id;
        const underWay: Candidate[] = [];
        for (let request = 0; request < held; request++) {
          const picked = picker.pick({ key });
          if (!picked) throw new Error("nobody was picked");
          balancer.started(picked);
          underWay.push(picked);
        }
        const most = Math.max(...candidates.map(({ instance }) => balancer.running(instance.id)));
        expect(most).toBeLessThanOrEqual(Math.ceil((1.25 * held) / many));
        for (const one of underWay) balancer.ended(one);
        expect(picker.pick({ key })?.instance.id).toBe(home);
      }),
    );
  });

  it("expects all of one key's requests at its home", () => {
    const picker = createBalancer({ policy: "rendezvous", random: seededRandom(0), now: () => 0 }).picker(named(5));
    const home = picker.pick({ key: "cart 7" })?.instance.id ?? "nobody";
    expect([...picker.shares("cart 7")]).toEqual([[home, 1]]);
  });
});
