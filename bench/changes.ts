/** Which change comes next: pure, and the same for the same seed. */

export interface Change {
  /** Index of the member. */
  member: number;
  kind: "put" | "delete";
}

export interface ChangePlan {
  /** Members that may change. */
  members: number;
  /** Indexes of the members that are looked at; they are only ever updated. */
  probes: readonly number[];
  /** Which share of the changes goes to a probe, 0-1. */
  probeShare: number;
  /** Which share of the others takes an instance away or brings one back, 0-1. */
  churnShare: number;
  seed: number;
}

/** xorshift32: fast, and repeats only after 2^32 - 1 numbers. */
export function createRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** `next(busy)` never names a member for which `busy` holds (a put of it is under way): null where it found none. */
export function createChanges(plan: ChangePlan): { next(busy: (member: number) => boolean): Change | null } {
  const random = createRandom(plan.seed);
  const probes = new Set(plan.probes);
  const others = Array.from({ length: plan.members }, (_, member) => member).filter((member) => !probes.has(member));
  const away: number[] = [];
  const isAway = new Set<number>();
  let probeAt = 0;
  let owed = 0;

  function probe(busy: (member: number) => boolean): Change | null {
    for (let tries = 0; tries < plan.probes.length; tries++) {
      const member = plan.probes[probeAt++ % plan.probes.length];
      if (member !== undefined && !busy(member)) return { member, kind: "put" };
    }
    return null;
  }

  /** Takes away and brings back in turns: the registry keeps its size. */
  function churn(busy: (member: number) => boolean): Change | null {
    const back = away[0];
    if (back !== undefined && away.length > 4) {
      if (busy(back)) return null;
      away.shift();
      isAway.delete(back);
      return { member: back, kind: "put" };
    }
    const gone = other(busy);
    if (gone === null) return null;
    away.push(gone);
    isAway.add(gone);
    return { member: gone, kind: "delete" };
  }

  function other(busy: (member: number) => boolean): number | null {
    for (let tries = 0; tries < 64; tries++) {
      const member = others[Math.floor(random() * others.length)];
      if (member !== undefined && !busy(member) && !isAway.has(member)) return member;
    }
    return null;
  }

  return {
    next(busy) {
      owed += plan.probeShare;
      if (owed >= 1 || others.length === 0) {
        owed -= 1;
        const change = probe(busy);
        if (change || others.length === 0) return change;
      }
      if (others.length > 50 && random() < plan.churnShare) return churn(busy);
      const member = other(busy);
      return member === null ? null : { member, kind: "put" };
    },
  };
}
