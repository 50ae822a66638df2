import type { InstanceId } from "@/lib/registry/types";
import { hashText } from "./hash";
import { policyOf } from "./policies";
import { nextStepAt, standingOf } from "./standing";
import type {
  Balancer,
  BalancerOptions,
  Candidate,
  Chooser,
  Entry,
  GroupMemory,
  Memory,
  PickContext,
  Picker,
  Standing,
  Tools,
} from "./types";
import { layersOf } from "./zones";

interface Choosing {
  share: number;
  list: readonly Entry[];
  chooser: Chooser;
}

/** Pure but for the memory it holds: clock and randomness are given. */
export function createBalancer(options: BalancerOptions): Balancer {
  const { random, now, zone = null, slowStartMs = 0 } = options;
  const policy = policyOf(options.policy);
  const memories = new Map<InstanceId, Memory>();
  const groups = new Map<string, GroupMemory>();
  const tools: Tools = { random, load: { total: 0 } };

  function memoryOf(id: InstanceId): Memory {
    let memory = memories.get(id);
    if (!memory) {
      memory = { hash: hashText(id), running: 0, credit: 0, due: Number.NaN };
      memories.set(id, memory);
    }
    return memory;
  }

  function groupOf(name: string): GroupMemory {
    let group = groups.get(name);
    if (!group) {
      group = { last: null, time: 0 };
      groups.set(name, group);
    }
    return group;
  }

  function entryOf({ candidate, weight }: Standing): Entry {
    return { candidate, weight, pace: weight / candidate.weight, memory: memoryOf(candidate.instance.id) };
  }

  return {
    policy,
    picker(candidates, ejected = null) {
      const at = now();
      const present = new Set(candidates.map(({ instance }) => instance.id));
      for (const [id, { running }] of memories) if (running === 0 && !present.has(id)) memories.delete(id);
      const standings = candidates
        .map((candidate) => standingOf(candidate, { now: at, slowStartMs, ejected }))
        .sort(byId);
      const layers = layersOf(standings, zone).map((layer) =>
        layer.map(({ name, share, standings: members }): Choosing => {
          const list = members.map(entryOf);
          return { share, list, chooser: policy.chooser(list, groupOf(name), tools) };
        }),
      );
      return createPicker(layers, standings, untilOf(candidates, at, slowStartMs), random);
    },
    started({ instance }) {
      memoryOf(instance.id).running += 1;
      tools.load.total += 1;
    },
    ended({ instance }) {
      memoryOf(instance.id).running -= 1;
      tools.load.total -= 1;
    },
    running: (id) => memories.get(id)?.running ?? 0,
  };
}

function createPicker(
  layers: readonly (readonly Choosing[])[],
  standings: readonly Standing[],
  until: number | null,
  random: () => number,
): Picker {
  function pickOf(layer: readonly Choosing[], context: PickContext | undefined): Entry | null {
    let at = 0;
    if (layer.length > 1) {
      let rest = random() - (layer[0]?.share ?? 0);
      while (rest >= 0 && at < layer.length - 1) rest -= layer[++at]?.share ?? 0;
    }
    for (let tried = 0; tried < layer.length; tried++) {
      const entry = layer[(at + tried) % layer.length]?.chooser.choose(context);
      if (entry) return entry;
    }
    return null;
  }

  return {
    standings,
    until,
    pick(context) {
      for (const layer of layers) {
        const entry = pickOf(layer, context);
        if (entry) return entry.candidate;
      }
      return null;
    },
    shares(key) {
      const shares = new Map<InstanceId, number>();
      for (const { share, list, chooser } of layers[0] ?? []) {
        const parts = chooser.shares(key);
        for (const [index, { candidate }] of list.entries())
          if (parts[index]) shares.set(candidate.instance.id, share * parts[index]);
      }
      return shares;
    },
  };
}

function untilOf(candidates: readonly Candidate[], now: number, slowStartMs: number): number | null {
  let until: number | null = null;
  for (const candidate of candidates) {
    const at = nextStepAt(candidate, now, slowStartMs);
    if (at !== null && (until === null || at < until)) until = at;
  }
  return until;
}

function byId({ candidate: { instance: a } }: Standing, { candidate: { instance: b } }: Standing): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
