/** Compares what the console showed and remembers with what etcd holds and has committed. */
import { expect } from "vitest";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort } from "@/lib/etcd/port";
import { compareRevisions } from "@/lib/registry/revision";
import type { GapReason, RegistryEvent, Revision } from "@/lib/registry/types";
import type { Followed } from "./follow";
import { until } from "./until";
import { type Commit, PREFIXES } from "./writer";

/** Ids and mod revisions, of a view that has had its time to catch up. Nobody may write meanwhile. */
export async function expectSameAsList(followed: Followed, port: EtcdPort, prefixes: readonly string[] = PREFIXES) {
  const listed: Record<string, Revision> = {};
  for (const prefix of prefixes)
    for (const { key, modRevision } of (await port.range({ range: prefixRange(prefix) })).keyValues)
      listed[key] = modRevision;
  const shown = () => {
    const instances = [...(followed.registry.view()?.instances.values() ?? [])];
    return Object.fromEntries(instances.map(({ id, modRevision }) => [id, modRevision]));
  };
  const wanted = fingerprint(listed);
  await until("the view equals a list", () => fingerprint(shown()) === wanted).catch(() => {});
  expect(shown()).toEqual(listed);
  expect(followed.registry.view()?.unrecognized.size).toBe(0);
}

export interface Expected {
  /** In order; none where nothing may be missing. */
  gaps?: GapReason[];
  /** Who wrote before the first gap, after it, and so on: one more than there are gaps. The last goes for the rest. */
  writers: readonly { commits: readonly Commit[] }[];
  /** False where each prefix has its own watch: then there is an order within each prefix only. */
  atomic?: boolean;
}

/**
 * Between gaps the history's events are the committed changes in their order, each once. A gap names the revisions
 * between which nothing is known, and what follows from the list after it claims no more than the list says.
 */
export function expectHistory(followed: Followed, { gaps = [], writers, atomic = true }: Expected): void {
  const events = followed.events();
  expect(events.filter(({ type }) => type === "gap").map(({ gap }) => gap?.reason)).toEqual(gaps);
  expect(followed.relists.length).toBe(gaps.length + 1);
  const ids = new Set(events.map(({ id }) => id));
  expect(ids.size, "ids of events are unique").toBe(events.length);

  let after: Revision = followed.relists[0]?.next.revision ?? "0";
  let rest = events;
  for (let index = 0; index <= gaps.length; index++) {
    const end = rest.findIndex(({ type }) => type === "gap");
    const gap = rest[end]?.gap;
    const upTo = gap ? (gap.from ?? "0") : null;
    const { commits } = writers[Math.min(index, writers.length - 1)] ?? { commits: [] };
    const before = end < 0 ? rest : rest.slice(0, end);
    // What the list after a gap says is told right before the gap: the gap is the newest of them.
    const isRelisted = ({ id }: RegistryEvent) => gap !== undefined && id.startsWith(relistId(followed, index + 1));
    const part = before.filter((event) => !isRelisted(event));
    for (const prefix of atomic ? [""] : PREFIXES) expectChanges(part, commits, { after, upTo, prefix });
    if (!gap) return;
    const relisted = before.slice(part.length);
    expect(relisted.every(isRelisted), "nothing stands between a gap and what was found behind it").toBe(true);
    expectRelisted(followed, index + 1, relisted, gap.reason === "compacted" ? "unknown" : "replaced");
    rest = rest.slice(end + 1);
    after = gap.to;
  }
}

function expectChanges(
  events: readonly RegistryEvent[],
  commits: readonly Commit[],
  { after, upTo, prefix }: { after: Revision; upTo: Revision | null; prefix: string },
): void {
  const wanted = commits
    .filter(({ revision }) => compareRevisions(revision, after) > 0)
    .filter(({ revision }) => upTo === null || compareRevisions(revision, upTo) <= 0)
    .toSorted((a, b) => compareRevisions(a.revision, b.revision))
    .flatMap(({ revision, changes }) => [...changes].map(([key, change]) => ({ revision, key, change })))
    .filter(({ key }) => key.startsWith(prefix));
  const seen = events
    .filter(({ key }) => key?.startsWith(prefix))
    .map(({ revision, key, type }) => ({ revision, key, change: type }));
  const lines = (list: readonly { revision: Revision | null; key: string | null; change: string }[]) => {
    const grouped: string[][] = [];
    let last: string | null = "";
    for (const { revision, key, change } of list) {
      if (revision !== last) grouped.push([]);
      last = revision;
      grouped.at(-1)?.push(`${revision} ${change} ${key}`);
    }
    // Within one revision no order is promised.
    return grouped.flatMap((group) => group.sort());
  };
  const [a, b] = [lines(seen), lines(wanted)];
  const at = b.findIndex((line, index) => line !== a[index]);
  const [inA, inB] = [new Set(a), new Set(b)];
  expect({
    lost: b.filter((line) => !inA.has(line)).length,
    invented: a.filter((line) => !inB.has(line)).slice(0, 5),
    events: a.length,
    firstDifference: at < 0 ? null : { seen: a.slice(at, at + 3), wanted: b.slice(at, at + 3) },
  }).toEqual({ lost: 0, invented: [], events: b.length, firstDifference: null });
  expect(b.length, "a check of nothing is none").toBeGreaterThan(0);
}

function relistId(followed: Followed, index: number): string {
  const next = followed.relists[index]?.next;
  return `${next?.epoch}:${next?.revision}:`;
}

/** What a list no longer has was lost with its store, or left at a time that nobody knows. */
function expectRelisted(
  followed: Followed,
  index: number,
  events: readonly RegistryEvent[],
  cause: "unknown" | "replaced",
): void {
  const { previous, next } = followed.relists[index] ?? {};
  const before = new Set(previous?.instances.keys() ?? []);
  const now = new Set(next?.instances.keys() ?? []);
  const named = (type: string) => events.filter((event) => event.type === type).map(({ key }) => key ?? "");
  expect(new Set(named("removed"))).toEqual(new Set([...before].filter((id) => !now.has(id))));
  expect(new Set(named("registered"))).toEqual(new Set([...now].filter((id) => !before.has(id))));
  const types = events.map(({ type }) => type);
  expect(types.lastIndexOf("removed"), "removals come first").toBeLessThan(
    types.includes("registered") ? types.indexOf("registered") : types.length,
  );
  for (const event of events) {
    if (event.type === "removed") expect(event).toMatchObject({ cause, revision: null });
    else expect(event.revision).toBe(next?.instances.get(event.key ?? "")?.modRevision);
  }
  expect(previous?.epoch).not.toBe(next?.epoch);
}

function fingerprint(list: Record<string, Revision>): string {
  return Object.entries(list)
    .map(([key, revision]) => `${key} ${revision}`)
    .sort()
    .join("\n");
}
