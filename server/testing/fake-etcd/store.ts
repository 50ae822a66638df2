import { contains } from "@/lib/etcd/key-range";
import { compareKeys } from "@/lib/etcd/key-text";
import { EtcdError, type KeyRange, type KeyValue, type WatchEvent } from "@/lib/etcd/port";
import type { Key, LeaseId } from "@/lib/registry/types";

export type Span = KeyRange | { key: Key };

interface Version {
  revision: number;
  /** Null for a deletion. */
  keyValue: KeyValue | null;
}

/** What one write did: all its events carry one revision. */
export interface Commit {
  revision: number;
  events: WatchEvent[];
}

/** Keys with all their versions, as etcd's MVCC keeps them. */
export interface Store {
  readonly revision: number;
  readonly compacted: number;
  /** In key order, as of a revision (default: the newest). */
  read(span: Span, revision?: number): KeyValue[];
  get(key: Key, revision?: number): KeyValue | null;
  /** Runs writes as one revision; nothing is committed when it throws or writes nothing. */
  commit(write: (change: Change) => void): Commit | null;
  /** Commits from this revision on. */
  since(revision: number): Commit[];
  compact(revision: number): void;
  copy(): Store;
}

export interface Change {
  put(key: Key, value: Uint8Array, leaseId: LeaseId | null): KeyValue | null;
  delete(span: Span): KeyValue[];
  /** Reads what this change has written, too. */
  read(span: Span): KeyValue[];
}

export function createStore(
  from: { versions: Map<Key, Version[]>; commits: Commit[]; compacted: number } = fresh(),
): Store {
  const { versions, commits } = from;
  let compacted = from.compacted;
  let revision = commits.at(-1)?.revision ?? 1;

  function at(key: Key, when: number): KeyValue | null {
    return (versions.get(key) ?? []).findLast((version) => version.revision <= when)?.keyValue ?? null;
  }

  function keysIn(span: Span): Key[] {
    if ("key" in span) return versions.has(span.key) ? [span.key] : [];
    return [...versions.keys()].filter((key) => contains(span, key)).sort(compareKeys);
  }

  function present(span: Span, when: number): KeyValue[] {
    return keysIn(span).flatMap((key) => at(key, when) ?? []);
  }

  return {
    get revision() {
      return revision;
    },
    get compacted() {
      return compacted;
    },
    read(span, when = revision) {
      if (when > revision)
        throw new EtcdError("future-revision", "etcdserver: mvcc: required revision is a future revision");
      if (when < compacted) throw new EtcdError("compacted", "etcdserver: mvcc: required revision has been compacted");
      return present(span, when);
    },
    get: (key, when = revision) => at(key, when),
    commit(write) {
      const next = revision + 1;
      const events: WatchEvent[] = [];
      const written = new Map<Key, KeyValue | null>();
      const now = (key: Key) => (written.has(key) ? (written.get(key) ?? null) : at(key, revision));
      const change: Change = {
        put(key, value, leaseId) {
          const previous = now(key);
          const modRevision = String(next);
          const keyValue: KeyValue = {
            key,
            value,
            createRevision: previous?.createRevision ?? modRevision,
            modRevision,
            version: String(Number(previous?.version ?? 0) + 1),
            leaseId,
          };
          written.set(key, keyValue);
          events.push({ type: "put", keyValue, previous });
          return previous;
        },
        delete(span) {
          const gone = change.read(span);
          for (const previous of gone) {
            written.set(previous.key, null);
            events.push({ type: "delete", key: previous.key, modRevision: String(next), previous });
          }
          return gone;
        },
        read(span) {
          const keys = new Set([...keysIn(span), ...[...written.keys()].filter((key) => inSpan(span, key))]);
          return [...keys].sort(compareKeys).flatMap((key) => now(key) ?? []);
        },
      };
      write(change);
      if (events.length === 0) return null;
      revision = next;
      for (const [key, keyValue] of written) {
        const known = versions.get(key) ?? [];
        known.push({ revision, keyValue });
        versions.set(key, known);
      }
      const commit = { revision, events };
      commits.push(commit);
      return commit;
    },
    since: (from) => commits.filter((commit) => commit.revision >= from),
    compact(upTo) {
      if (upTo <= compacted) throw new EtcdError("compacted", "etcdserver: mvcc: required revision has been compacted");
      if (upTo > revision)
        throw new EtcdError("future-revision", "etcdserver: mvcc: required revision is a future revision");
      compacted = upTo;
    },
    copy() {
      const copied = new Map([...versions].map(([key, known]) => [key, [...known]]));
      return createStore({ versions: copied, commits: [...commits], compacted });
    },
  };
}

export function inSpan(span: Span, key: Key): boolean {
  return "key" in span ? span.key === key : contains(span, key);
}

function fresh(): { versions: Map<Key, Version[]>; commits: Commit[]; compacted: number } {
  return { versions: new Map(), commits: [], compacted: 0 };
}
