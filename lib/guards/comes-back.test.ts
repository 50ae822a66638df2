import { describe, expect, it } from "vitest";
import { comesBackAfterKey, comesBackAfterLease, type OwnerFacts } from "./comes-back";

const facts: OwnerFacts = {
  liveness: "alive",
  leased: true,
  seenAlive: true,
  writes: 1,
  rhythmMs: 5_000,
  past: { returnedAfterMs: [], stayedAway: 0 },
  heldHere: false,
  note: null,
};
const returning = (more: Partial<OwnerFacts>) => comesBackAfterKey({ ...facts, ...more });

describe("after its key was deleted", () => {
  it.each<[string, Partial<OwnerFacts>, string]>([
    ["is held by this console", { heldHere: true, writes: 9 }, "never"],
    ["came back before", { past: { returnedAfterMs: [1_000], stayedAway: 3 } }, "will"],
    ["is overdue", { liveness: "overdue", writes: 9 }, "unlikely"],
    ["writes its key again and again", { writes: 3 }, "will"],
    ["has no lease and was written again", { leased: false, writes: 3 }, "may"],
    ["stayed away before", { past: { returnedAfterMs: [], stayedAway: 1 } }, "unlikely"],
    ["has no lease and was written once", { leased: false }, "unlikely"],
    ["renews and wrote once", {}, "may"],
  ])("one that %s", (_what, more, verdict) => expect(returning(more).verdict).toBe(verdict));

  it("says the middle of how long it took before", () => {
    expect(returning({ past: { returnedAfterMs: [9_000, 1_000, 4_000], stayedAway: 0 } }).withinMs).toBe(4_000);
  });
  it("adds what the layout says of its owners where nothing better is known", () => {
    const { words } = returning({ note: "Registrator resyncs." });
    expect(words).toContain("Registrator resyncs.");
    expect(words).not.toContain("One that looks at its key");
  });
});

describe("after its lease was revoked", () => {
  it.each<[string, Partial<OwnerFacts>, string]>([
    ["lives", {}, "may"],
    ["is overdue", { liveness: "overdue" }, "unlikely"],
    ["is held by this console", { heldHere: true }, "never"],
  ])("one that %s", (_what, more, verdict) => expect(comesBackAfterLease({ ...facts, ...more }).verdict).toBe(verdict));
});

describe("of an owner no more is claimed than was observed", () => {
  it.each([comesBackAfterKey, comesBackAfterLease])("whichever mode (%#)", (ask) => {
    expect(ask(facts).words).toContain("Its owner is alive");
    for (const more of [{ seenAlive: false }, { liveness: "late" as const }])
      expect(ask({ ...facts, ...more }).words).not.toContain("is alive");
    expect(ask({ ...facts, liveness: "late" }).words).toContain("A heartbeat is missing");
  });
});
