import { createTurns } from "../turns";
import type { Entry, Policy } from "../types";
import { sharesByWeight } from "../weights";

/**
 * Earliest deadline first, as Envoy and HAProxy do it: an instance of weight 3 is due three times as often as one of
 * weight 1, evenly spread. Nobody is ever more than a pick behind its part; a pick costs log n.
 */
export const weightedRoundRobin: Policy = {
  id: "weighted-round-robin",
  title: "Weighted round robin",
  summary: "Takes turns in proportion to weights, each one's turns spread evenly.",
  hashes: false,
  countsRequests: false,
  weighs: true,
  chooser(list, group) {
    // Who is new, or was away, begins now: it neither catches up nor waits longer than its weight says.
    for (const { memory, weight } of list) {
      const latest = group.time + 1 / weight;
      memory.due = Number.isNaN(memory.due) ? latest : Math.min(Math.max(memory.due, group.time), latest);
    }
    const turns = createTurns(list);
    const setAside: Entry[] = [];
    return {
      choose(context) {
        const except = context?.except;
        let entry = turns.take();
        while (entry && except?.has(entry.candidate.instance.id)) {
          setAside.push(entry);
          entry = turns.take();
        }
        if (entry) {
          const { memory } = entry;
          group.time = Math.max(group.time, memory.due);
          memory.due += 1 / entry.weight;
          turns.put(entry);
        }
        for (let left = setAside.pop(); left; left = setAside.pop()) turns.put(left);
        return entry;
      },
      shares: () => sharesByWeight(list),
    };
  },
};
