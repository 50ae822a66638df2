import type { Entry, Policy } from "../types";
import { drawOf, lotOf, sharesByWeight } from "../weights";

/** Power of two choices (Mitzenmacher): nearly as even as asking everybody, without the herd that follows the least busy. */
export const leastRequests: Policy = {
  id: "least-requests",
  title: "Least requests",
  summary: "Draws two by chance and takes the one with fewer requests under way for its weight.",
  hashes: false,
  countsRequests: true,
  weighs: true,
  chooser(list, _group, tools) {
    const lot = lotOf(list);
    return {
      choose(context) {
        const except = context?.except;
        const one = drawOf(list, lot, except, tools.random);
        if (!one || list.length === 1) return one;
        let other = drawOf(list, lot, except, tools.random);
        // Two different ones, as far as chance allows.
        for (let tries = 0; other === one && tries < 3; tries++) other = drawOf(list, lot, except, tools.random);
        return other && loadOf(other) < loadOf(one) ? other : one;
      },
      shares: () => sharesByWeight(list),
    };
  },
};

function loadOf({ memory, weight }: Entry): number {
  return memory.running / weight;
}
