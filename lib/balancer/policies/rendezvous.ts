import { combine, hashText } from "../hash";
import type { Entry, Policy } from "../types";
import { sharesByWeight } from "../weights";

/** How much more than its part somebody may have under way before a key goes to its next choice. */
const BOUND = 1.25;

/**
 * Each key likes every instance to a degree that only the two of them decide, and goes to the one it likes most: who
 * leaves takes along only the keys it had, who comes takes only those that like it better (Thaler and Ravishankar).
 * Weighted as in draft-ietf-bess-weighted-hrw; loads bounded as by Mirrokni, Thorup and Zadimoghaddam.
 */
export const rendezvous: Policy = {
  id: "rendezvous",
  title: "Rendezvous hashing",
  summary: "The same key goes to the same instance, unless that has a quarter more than its part under way.",
  hashes: true,
  countsRequests: true,
  weighs: true,
  chooser(list, _group, tools) {
    const totalWeight = list.reduce((sum, { weight }) => sum + weight, 0);
    const equal = list.every(({ weight }) => weight === list[0]?.weight);
    const isFull = ({ memory, weight }: Entry) =>
      memory.running >= Math.ceil((BOUND * (tools.load.total + 1) * weight) / totalWeight);

    function favourite(keyHash: number, isOut: ((entry: Entry) => boolean) | null): Entry | null {
      let best: Entry | null = null;
      let most = Number.NEGATIVE_INFINITY;
      for (const entry of list) {
        const hash = combine(entry.memory.hash, keyHash);
        const liking = equal ? hash : entry.weight / -Math.log((hash + 0.5) / 4294967296);
        if (liking > most && !isOut?.(entry)) {
          best = entry;
          most = liking;
        }
      }
      return best;
    }

    return {
      choose(context) {
        const key = context?.key;
        const except = context?.except;
        const keyHash = key === undefined ? Math.floor(tools.random() * 4294967296) : hashText(key);
        const isTried = except ? ({ candidate }: Entry) => except.has(candidate.instance.id) : null;
        const first = favourite(keyHash, isTried);
        if (!first || !isFull(first)) return first;
        return favourite(keyHash, (entry) => isFull(entry) || isTried?.(entry) === true) ?? first;
      },
      shares(key) {
        if (key === undefined) return sharesByWeight(list);
        const first = favourite(hashText(key), null);
        return list.map((entry) => (entry === first ? 1 : 0));
      },
    };
  },
};
