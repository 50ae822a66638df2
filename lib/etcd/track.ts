import { compareRevisions } from "@/lib/registry/revision";
import type { Key, LeaseId, Revision } from "@/lib/registry/types";
import { contains } from "./key-range";
import type { KeyRange, KeyValue, WatchEvent } from "./port";

/** What identifies one state of a key: two stores agree on it only if they share the history that led there. */
export interface KeyFact {
  createRevision: Revision;
  modRevision: Revision;
  version: string;
  leaseId: LeaseId | null;
  /** A wiped store may have seen the same keys written in the same order, without leases. */
  valueHash: number;
}

/** One watched prefix: how far its events were delivered, and the keys as they stood then. */
export interface Track {
  range: KeyRange;
  /** Mod revision of the last event delivered, or the list's revision: nothing else may move it. */
  position: Revision;
  known: Map<Key, KeyFact>;
}

/** Everything that a reconnect needs to continue. */
export interface History {
  clusterId: string;
  tracks: Track[];
  /** The newest revision etcd has ever told us: it may not go back. */
  newest: Revision;
  /** The newest revision we have told others. */
  shown: Revision;
  /** One watch over everything, or one per prefix. */
  scope: "covering" | "each";
}

export function keyOf(event: WatchEvent): Key {
  return event.type === "put" ? event.keyValue.key : event.key;
}

export function modRevisionOf(event: WatchEvent): Revision {
  return event.type === "put" ? event.keyValue.modRevision : event.modRevision;
}

export function factOf({ createRevision, modRevision, version, leaseId, value }: KeyValue): KeyFact {
  return { createRevision, modRevision, version, leaseId, valueHash: hash(value) };
}

/** FNV-1a, 32 bits: to notice a difference, not to withstand an attack. */
function hash(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}

export function sameFact(a: KeyFact, b: KeyFact): boolean {
  return (
    a.createRevision === b.createRevision &&
    a.modRevision === b.modRevision &&
    a.version === b.version &&
    a.leaseId === b.leaseId &&
    a.valueHash === b.valueHash
  );
}

/** Events in order, cut where the revision changes. */
export function groupByRevision(events: readonly WatchEvent[]): { revision: Revision; events: WatchEvent[] }[] {
  const groups: { revision: Revision; events: WatchEvent[] }[] = [];
  for (const event of events) {
    const revision = modRevisionOf(event);
    const last = groups.at(-1);
    if (last?.revision === revision) last.events.push(event);
    else groups.push({ revision, events: [event] });
  }
  return groups;
}

/** Takes one revision's events in; answers those under the tracks' prefixes. Seen revisions are passed over. */
export function advance(tracks: readonly Track[], revision: Revision, events: readonly WatchEvent[]): WatchEvent[] {
  const ours: WatchEvent[] = [];
  for (const event of events) {
    const track = tracks.find(({ range }) => contains(range, keyOf(event)));
    if (track === undefined || compareRevisions(revision, track.position) <= 0) continue;
    if (event.type === "put") track.known.set(event.keyValue.key, factOf(event.keyValue));
    else track.known.delete(event.key);
    ours.push(event);
  }
  for (const track of tracks) if (compareRevisions(revision, track.position) > 0) track.position = revision;
  return ours;
}
