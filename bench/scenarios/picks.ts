import { createBalancer } from "@/lib/balancer/balancer";
import { POLICIES } from "@/lib/balancer/policies";
import { seededRandom } from "@/lib/balancer/seeded-random";
import type { Candidate, Picker, PolicyId } from "@/lib/balancer/types";
import type { Context } from "../context";
import type { SectionResult } from "../report";

const SIZES = [10, 1_000, 10_000];

interface Measured {
  policy: PolicyId;
  instances: number;
  picksPerSecond: number;
  /** Null where the garbage collector ran meanwhile, each time. */
  bytesPerPick: number | null;
}

/** How fast each policy chooses, and what it leaves to the garbage collector. Of this very process: nothing is sent. */
export async function measurePicks({ quick, say }: Context): Promise<{ section: SectionResult; data: unknown }> {
  const measured: Measured[] = [];
  for (const { id } of POLICIES)
    for (const instances of SIZES) {
      say(`picks: ${id} among ${instances}`);
      measured.push(measure(id, instances, quick ? 100 : 500));
    }
  const slowest = (wanted: Measured["instances"], policies: (id: PolicyId) => boolean) =>
    Math.min(
      ...measured
        .filter(({ policy, instances }) => instances === wanted && policies(policy))
        .map(({ picksPerSecond }) => picksPerSecond),
    );
  return {
    data: measured,
    section: {
      title: "Picks",
      columns: ["policy", ...SIZES.flatMap((size) => [`of ${size}, 1/s`, "bytes"])],
      rows: POLICIES.map(({ id }) => [
        id,
        ...measured.filter(({ policy }) => policy === id).flatMap((one) => [one.picksPerSecond, one.bytesPerPick]),
      ]),
      goals: [
        goal(
          "slowest policy among 10",
          slowest(10, () => true),
          1_000_000,
        ),
        goal(
          "slowest among 10,000 but rendezvous, which looks at all",
          slowest(10_000, (id) => id !== "rendezvous"),
          250_000,
        ),
        goal(
          "rendezvous among 10,000",
          slowest(10_000, (id) => id === "rendezvous"),
          1_000,
        ),
      ],
      notes: ["Weights of 1 to 3; started and ended are told for each pick; bytes as V8 counts them."],
    },
  };
}

const goal = (what: string, value: number, limit: number) =>
  ({ what, value, unit: "picks/s", limit, sense: "at least" }) as const;

function measure(policy: PolicyId, instances: number, forMs: number): Measured {
  const balancer = createBalancer({ policy, random: seededRandom(1), now: Date.now });
  const picker = balancer.picker(Array.from({ length: instances }, (_, index) => candidate(index)));
  const contexts = Array.from({ length: 1_024 }, (_, index) => ({ key: `key ${index}` }));
  const pick = (times: number) => {
    for (let time = 0; time < times; time++) one(balancer, picker, contexts[time % contexts.length]);
  };
  pick(2_000);
  let picks = 0;
  const startedAt = performance.now();
  let elapsedMs = 0;
  while (elapsedMs < forMs) {
    pick(256);
    picks += 256;
    elapsedMs = performance.now() - startedAt;
  }
  return { policy, instances, picksPerSecond: (picks / elapsedMs) * 1_000, bytesPerPick: bytesPer(pick) };
}

function one(balancer: ReturnType<typeof createBalancer>, picker: Picker, context: { key: string } | undefined): void {
  const chosen = picker.pick(context);
  if (!chosen) throw new Error("nobody was picked");
  balancer.started(chosen);
  balancer.ended(chosen);
}

/** The least of several: a collection in between makes a round say too little, and is told by its being negative. */
function bytesPer(pick: (times: number) => void): number | null {
  const times = 2_000;
  const rounds: number[] = [];
  for (let round = 0; round < 9; round++) {
    const before = process.memoryUsage().heapUsed;
    pick(times);
    const grown = process.memoryUsage().heapUsed - before;
    if (grown >= 0) rounds.push(grown / times);
  }
  return rounds.length === 0 ? null : Math.min(...rounds);
}

function candidate(index: number): Candidate {
  const id = `/services/web/eu/${index}`;
  return {
    instance: {
      id,
      keys: [id],
      layout: "path",
      service: "web",
      instance: String(index),
      endpoints: [{ protocol: "http", host: "10.0.0.1", port: 80 }],
      metadata: {},
      leaseId: "1",
      createRevision: "1",
      modRevision: "1",
      version: "1",
    },
    liveness: "alive",
    adminState: "in-service",
    weight: 1 + (index % 3),
    datacenter: null,
    since: null,
  };
}
