import { describe, expect, it } from "vitest";
import { type Change, type ChangePlan, createChanges } from "./changes";

const plan: ChangePlan = { members: 1000, probes: [0, 1, 2], probeShare: 0.3, churnShare: 0.1, seed: 7 };

function take(count: number, of: ChangePlan, busy: (member: number) => boolean = () => false): Change[] {
  const changes = createChanges(of);
  return Array.from({ length: count }, () => changes.next(busy)).filter((change) => change !== null);
}

describe("the changes of a run", () => {
  it("are the same for the same seed", () => {
    expect(take(500, plan)).toEqual(take(500, plan));
    expect(take(500, plan)).not.toEqual(take(500, { ...plan, seed: 8 }));
  });

  it("give the probes their share, each as often as the other, and only update them", () => {
    const probed = take(1000, plan).filter(({ member }) => member < 3);
    expect(probed.length).toBeGreaterThanOrEqual(299);
    expect(probed.every(({ kind }) => kind === "put")).toBe(true);
    for (const probe of [0, 1, 2]) {
      expect(probed.filter(({ member }) => member === probe).length).toBeGreaterThanOrEqual(99);
    }
  });

  it("keep the registry's size: what goes comes back, and nothing goes twice", () => {
    const present = new Set(Array.from({ length: plan.members }, (_, member) => member));
    for (const { member, kind } of take(5000, plan)) {
      if (kind === "delete") expect(present.delete(member)).toBe(true);
      else present.add(member);
    }
    expect(present.size).toBeGreaterThanOrEqual(plan.members - 6);
    expect(present.size).toBeLessThan(plan.members + 1);
  });

  it("never touch a member that is busy", () => {
    expect(take(500, plan, (member) => member % 2 === 0).every(({ member }) => member % 2 === 1)).toBe(true);
  });

  it("find nothing where every probe is busy and there is nobody else", () => {
    expect(take(5, { ...plan, members: 3 }, () => true)).toEqual([]);
    expect(take(5, { ...plan, members: 3 })).toHaveLength(5);
  });
});
