import type { Policy } from "../types";

/** Whoever warms up takes a part of its turns; at a tenth it has one by the tenth time round, and sums of tenths fall short of 1. */
const MOST_ROUNDS = 12;
const ALMOST = 1 - 1e-9;

export const roundRobin: Policy = {
  id: "round-robin",
  title: "Round robin",
  summary: "One after the other, whatever they weigh.",
  hashes: false,
  countsRequests: false,
  weighs: false,
  chooser(list, group) {
    // Whoever came or left meanwhile: the turn goes on after the one that had it last.
    const { last } = group;
    let next = last === null ? 0 : list.findIndex(({ candidate }) => candidate.instance.id > last);
    if (next < 0) next = 0;
    return {
      choose(context) {
        const except = context?.except;
        for (let step = list.length * MOST_ROUNDS; step > 0; step--) {
          const entry = list[next];
          next = next + 1 < list.length ? next + 1 : 0;
          if (!entry) continue;
          const { id } = entry.candidate.instance;
          if (except?.has(id)) continue;
          const { memory, pace } = entry;
          if (pace < 1) {
            memory.credit += pace;
            if (memory.credit < ALMOST) continue;
            memory.credit -= 1;
          }
          group.last = id;
          return entry;
        }
        return null;
      },
      shares() {
        const total = list.reduce((sum, { pace }) => sum + pace, 0);
        return list.map(({ pace }) => pace / total);
      },
    };
  },
};
