import { describe, expect, it } from "vitest";
import { type GuardFacts, type GuardPolicy, judge, needed, type ServiceFacts } from "./judge";
import type { GuardRule } from "./rules";

const policy: GuardPolicy = { minInstances: 1, minPercent: 50, evictionsPerMinute: 5, reasonRequired: true };
const orders: ServiceFacts = { name: "orders", inService: 4, after: 3, known: 4, minimum: null };
const facts: GuardFacts = { reason: "hung", deletes: [], services: [orders], rate: null };

function verdict(rule: GuardRule, more: Partial<GuardFacts>, by: Partial<GuardPolicy> = {}) {
  const found = judge({ ...policy, ...by }, { ...facts, ...more }).find((one) => one.rule === rule);
  if (!found) throw new Error(`Nothing was said of ${rule}`);
  return found;
}

describe("a reason", () => {
  it.each([undefined, "", " \n "])("is missing where it is %j, and nobody may override that", (reason) => {
    expect(verdict("reason", { reason })).toMatchObject({ refuses: true, overridable: false });
    expect(verdict("reason", { reason }, { reasonRequired: false }).refuses).toBe(false);
  });
  it("is enough", () => expect(verdict("reason", {}).refuses).toBe(false));
});

describe("what a service keeps", () => {
  it.each([
    ["the least of all services", { minInstances: 3 }, { known: 4 }, 3],
    ["the share, rounded up", { minPercent: 50 }, { known: 5 }, 3],
    ["its own minimum", {}, { minimum: 4 }, 4],
  ])("is the highest of all that is asked for: %s", (_which, by, of, least) => {
    expect(needed({ ...policy, ...by }, { ...orders, ...of })).toBe(least);
  });

  it.each([
    [3, false],
    [2, false],
    [1, true],
  ])("with %i after it refuses: %s", (after, refuses) => {
    expect(verdict("few-left", { services: [{ ...orders, after }] }).refuses).toBe(refuses);
  });

  it("says why in numbers, and may be overridden", () => {
    const { words, overridable } = verdict("few-left", { services: [{ ...orders, after: 3, minimum: 4 }] });
    expect(words).toBe("orders would have 3 instances in service, of 4 now; it has to keep 4 (its minimum is 4).");
    expect(overridable).toBe(true);
  });

  it("holds nothing against what did not count, however few there are", () => {
    const { refuses, words } = verdict("few-left", { services: [{ ...orders, inService: 1, after: 1, minimum: 9 }] });
    expect([refuses, words]).toEqual([false, "orders keeps all 1 that are in service: this one did not count."]);
  });

  it("is asked of every service that loses one", () => {
    const services = [orders, { ...orders, name: "carts", inService: 1, after: 0 }];
    const { refuses, words } = verdict("few-left", { services });
    expect(refuses).toBe(true);
    expect(words).toContain("carts");
    expect(words).not.toContain("orders");
  });
});

describe("evictions a minute", () => {
  const now = 1_000_000;
  const rate = (ages: number[], more: number) => ({ rate: { evictedAt: ages.map((age) => now - age), more, now } });

  it("pass up to the limit and not beyond it", () => {
    expect(verdict("rate", rate([40_000, 30_000, 20_000, 10_000], 1)).refuses).toBe(false);
    expect(verdict("rate", rate([50_000, 40_000, 30_000, 20_000, 10_000], 1)).refuses).toBe(true);
  });
  it("count the last minute only", () => {
    expect(verdict("rate", rate([60_000, 40_000, 30_000, 20_000, 10_000], 1)).refuses).toBe(false);
  });
  it("say when there is room for all of them", () => {
    expect(verdict("rate", rate([50_000, 40_000, 30_000, 20_000, 10_000], 2)).retryAfterSeconds).toBe(20);
  });
  it("promise no time where waiting never helps", () => {
    const { refuses, retryAfterSeconds } = verdict("rate", rate([], 6));
    expect([refuses, retryAfterSeconds]).toEqual([true, undefined]);
  });
});

describe("a layout", () => {
  const of = (rule: "ok" | "danger" | "never") => ({
    deletes: [{ layout: "Kubernetes", rule, note: "It holds more." }],
  });
  it("that is dangerous can be overridden, one that forbids it cannot", () => {
    expect(verdict("layout", of("danger"))).toMatchObject({ refuses: true, overridable: true });
    expect(verdict("layout", of("never"))).toMatchObject({ refuses: true, overridable: false });
    expect(verdict("layout", of("never")).words).toContain("It holds more.");
  });
  it("that permits it says so", () => expect(verdict("layout", of("ok")).refuses).toBe(false));
});
