import type { InstanceId } from "@/lib/registry/types";
import type { Entry } from "./types";

/** Draws in proportion to weights. */
export interface Lot {
  draw(random: () => number): Entry;
}

/** For lists that are never empty. */
export function lotOf(list: readonly Entry[]): Lot {
  const [first] = list;
  if (!first) throw new Error("nobody to draw from");
  const at = (index: number): Entry => list[index] ?? first;
  if (list.every(({ weight }) => weight === first.weight))
    return { draw: (random) => at(Math.floor(random() * list.length)) };
  const ends = new Float64Array(list.length);
  let total = 0;
  for (const [index, { weight }] of list.entries()) {
    total += weight;
    ends[index] = total;
  }
  return {
    draw(random) {
      const drawn = random() * total;
      let low = 0;
      let high = list.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (drawn < (ends[middle] ?? 0)) high = middle;
        else low = middle + 1;
      }
      return at(low);
    },
  };
}

/** Somebody who is not excepted, drawn by weight; null where there is nobody. */
export function drawOf(
  list: readonly Entry[],
  lot: Lot,
  except: ReadonlySet<InstanceId> | null | undefined,
  random: () => number,
): Entry | null {
  if (!except || except.size === 0) return lot.draw(random);
  // Few are excepted as a rule: drawing again is cheaper than a list without them.
  for (let tries = 0; tries < 4; tries++) {
    const entry = lot.draw(random);
    if (!except.has(entry.candidate.instance.id)) return entry;
  }
  const rest = list.filter(({ candidate }) => !except.has(candidate.instance.id));
  return rest.length === 0 ? null : lotOf(rest).draw(random);
}

export function sharesByWeight(list: readonly Entry[]): number[] {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  return list.map(({ weight }) => weight / total);
}
