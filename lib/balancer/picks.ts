import type { InstanceId } from "@/lib/registry/types";
import type { Balancer, Candidate, Picker } from "./types";

export interface Picks {
  /** In their order. */
  next: Candidate[];
  picked: Map<InstanceId, number>;
  /** For whom nobody was left. */
  nobody: number;
}

/**
 * Who would be chosen next, without anybody being asked. So many are taken to be under way at once, and to end in the
 * order in which they began; without a key, each has its own, as test requests have.
 */
export function pickNext(
  balancer: Balancer,
  picker: Picker,
  { count, concurrency, key, most }: { count: number; concurrency: number; key: string | undefined; most: number },
): Picks {
  const picks: Picks = { next: [], picked: new Map(), nobody: 0 };
  const underWay: Candidate[] = [];
  for (let request = 0; request < count; request++) {
    const candidate = picker.pick({ key: key ?? String(request) });
    if (!candidate) {
      picks.nobody += 1;
      continue;
    }
    const { id } = candidate.instance;
    picks.picked.set(id, (picks.picked.get(id) ?? 0) + 1);
    if (picks.next.length < most) picks.next.push(candidate);
    balancer.started(candidate);
    const place = request % concurrency;
    const before = underWay[place];
    if (before) balancer.ended(before);
    underWay[place] = candidate;
  }
  for (const candidate of underWay) if (candidate) balancer.ended(candidate);
  return picks;
}
