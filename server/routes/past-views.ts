import type { Clock } from "@/lib/clock";
import { prefixRange, withoutNested } from "@/lib/etcd/key-range";
import type { EtcdPort, KeyRange, KeyValue } from "@/lib/etcd/port";
import type { LayoutSet } from "@/lib/layouts/types";
import type { Instance, Revision } from "@/lib/registry/types";
import { byText } from "./cursor";

export interface PastViews {
  /** All instances as they were at a revision, sorted by id. Rejects with etcd's error, `compacted` among them. */
  at(revision: Revision): Promise<readonly Instance[]>;
}

const KEPT = 2;
const KEPT_MS = 60_000;
const PAGE = 1_000;

/** The registry of the past, listed at its revision and decoded. The last few are kept, because lists come in pages. */
export function createPastViews(etcd: () => EtcdPort, layouts: LayoutSet, clock: Clock): PastViews {
  const kept = new Map<Revision, { at: number; instances: Promise<readonly Instance[]> }>();

  async function list(revision: Revision): Promise<readonly Instance[]> {
    const groups = new Map<string, KeyValue[]>();
    for (const range of withoutNested(layouts.prefixes.map(({ prefix }) => prefixRange(prefix)))) {
      for await (const keyValue of listRange(etcd(), range, revision)) {
        const group = layouts.groupOf(keyValue.key);
        if (!group) continue;
        const others = groups.get(group.id);
        if (others) others.push(keyValue);
        else groups.set(group.id, [keyValue]);
      }
    }
    const instances: Instance[] = [];
    for (const [group, keyValues] of groups) instances.push(...layouts.decode(group, keyValues).instances);
    return instances.sort((a, b) => byText(a.id, b.id));
  }

  return {
    at(revision) {
      const now = clock.now();
      for (const [key, entry] of kept) if (now - entry.at > KEPT_MS) kept.delete(key);
      const known = kept.get(revision);
      if (known) return known.instances;
      const instances = list(revision);
      instances.catch(() => kept.delete(revision));
      kept.set(revision, { at: now, instances });
      for (const key of kept.keys()) if (kept.size > KEPT) kept.delete(key);
      return instances;
    },
  };
}

async function* listRange(etcd: EtcdPort, range: KeyRange, revision: Revision): AsyncGenerator<KeyValue> {
  let start = range.start;
  for (;;) {
    const answer = await etcd.range({ range: { start, end: range.end }, limit: PAGE, revision });
    yield* answer.keyValues;
    const last = answer.keyValues.at(-1);
    if (!answer.more || !last) return;
    start = `${last.key}\0`;
  }
}
