import type { AuditEntry } from "@/lib/audit/entry";
import { EVICTED_PREFIX, readEvicted } from "@/lib/audit/evicted";
import { type AuditFilter, auditMatcher } from "@/lib/audit/query";
import { AUDIT_PREFIX, readEntry } from "@/lib/audit/stored";
import { PAGE_BYTES, sizeOf } from "@/lib/budgets";
import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import type { KeyValue } from "@/lib/etcd/port";
import type { Records } from "@/lib/records/records";
import { compareRevisions } from "@/lib/registry/revision";
import type { Key, LeaseId, Revision } from "@/lib/registry/types";
import { createOrderedIds, type OrderedIds } from "./ordered-ids";

/** An entry, and the revision that wrote it last: what a change of it is compared with. */
export interface Kept {
  readonly entry: AuditEntry;
  readonly modRevision: Revision;
}

/**
 * The audit trail of all consoles that share this one's secret, as the one watch brings it. Its entries are known before the events of
 * the same transaction are told, so that those can name their author. Entries that are not signed are kept apart and in
 * small number: they are shown, and nothing is concluded of them.
 */
export interface Trail {
  /** Before the registry hears of it. */
  accept(message: ListWatchMessage): void;
  /** What this console has just written, ahead of the watch; an older state of an entry never replaces a newer one. */
  note(keyValue: KeyValue): void;
  get(id: string): Kept | null;
  /** How many entries under `/rollcall/audit/` are not signed. */
  unsigned(): number;
  /** Those that are signed, newest first. */
  entries(): IterableIterator<Kept>;
  /** `now`: an entry with what only this console knows of it; that is what is asked about, and answered. */
  query(
    filter: AuditFilter,
    page: { limit: number; before?: string | undefined },
    now?: (entry: AuditEntry) => AuditEntry,
  ): { entries: AuditEntry[]; more: boolean; complete: boolean };
  /** Who made this revision's change of a key; null where no action did. */
  authorOf(revision: Revision, key: Key): AuditEntry | null;
  /** An eviction of a whole lease that was begun and not answered yet. */
  isEnding(leaseId: LeaseId): boolean;
  /** Called for each signed entry that came or changed. Returns the way to stop listening. */
  onChange(listener: (kept: Kept) => void): () => void;
}

const STORE_REPLACED: ReadonlySet<string> = new Set(["other-cluster", "revision-went-back", "store-replaced"]);

export interface TrailOptions {
  records: Records;
  /** At most so many signed entries, and so many others: those never push a signed one out. */
  most?: number;
  mostUnsigned?: number;
}

export function createTrail({ records, most = 20_000, mostUnsigned = 500 }: TrailOptions): Trail {
  const kept = new Map<string, Kept>();
  const signed = createOrderedIds();
  const others = createOrderedIds();
  /** Unsigned entries that are in etcd and no longer held. */
  const otherIds = new Set<string>();
  let dropped = false;
  /** Entries whose evicted key is kept and can be put back. */
  const restorable = new Set<string>();
  const byRevision = new Map<Revision, Set<string>>();
  const ending = new Map<string, LeaseId>();
  const listeners = new Set<(kept: Kept) => void>();

  function index({ entry }: Kept): void {
    if (!entry.signed) return;
    if (entry.revision !== null) {
      const ids = byRevision.get(entry.revision) ?? new Set();
      byRevision.set(entry.revision, ids.add(entry.id));
    }
    if (entry.action === "evict" && entry.outcome === "pending" && entry.leaseId !== null)
      ending.set(entry.id, entry.leaseId);
  }

  function forget(id: string): void {
    const known = kept.get(id);
    if (!known) return;
    const { revision } = known.entry;
    if (revision) {
      byRevision.get(revision)?.delete(id);
      if (byRevision.get(revision)?.size === 0) byRevision.delete(revision);
    }
    ending.delete(id);
    kept.delete(id);
    orderOf(known).remove(id);
  }

  function orderOf({ entry }: Kept): OrderedIds {
    return entry.signed ? signed : others;
  }

  function put(keyValue: KeyValue): void {
    if (keyValue.key.startsWith(EVICTED_PREFIX)) putEvicted(keyValue);
    else if (keyValue.key.startsWith(AUDIT_PREFIX)) putEntry(keyValue);
  }

  function putEntry(keyValue: KeyValue): void {
    const read = readEntry(keyValue, records);
    const id = keyValue.key.slice(AUDIT_PREFIX.length);
    const known = kept.get(id);
    if (known && compareRevisions(known.modRevision, keyValue.modRevision) >= 0) return;
    forget(id);
    otherIds.delete(id);
    if (read.state === "unreadable") return;
    const next: Kept = { entry: withRestorable(read.record), modRevision: keyValue.modRevision };
    kept.set(id, next);
    orderOf(next).insert(id);
    index(next);
    if (next.entry.signed) for (const listener of [...listeners]) listener(next);
    else otherIds.add(id);
    drop(signed, most);
    drop(others, mostUnsigned);
  }

  function drop(order: OrderedIds, limit: number): void {
    while (order.size > limit) {
      const oldest = order.at(0);
      if (oldest === undefined) return;
      forget(oldest);
      dropped = true;
    }
  }

  function withRestorable(entry: AuditEntry): AuditEntry {
    const can = entry.signed && entry.outcome === "done" && restorable.has(entry.id);
    return can === entry.restorable ? entry : { ...entry, restorable: can };
  }

  function putEvicted(keyValue: KeyValue): void {
    const id = keyValue.key.slice(EVICTED_PREFIX.length);
    if (readEvicted(keyValue, records).state === "signed") restorable.add(id);
    else restorable.delete(id);
    turned(id);
  }

  function turned(id: string): void {
    const known = kept.get(id);
    if (known) kept.set(id, { ...known, entry: withRestorable(known.entry) });
  }

  function remove(key: Key): void {
    if (key.startsWith(EVICTED_PREFIX)) {
      const id = key.slice(EVICTED_PREFIX.length);
      if (restorable.delete(id)) turned(id);
    } else if (key.startsWith(AUDIT_PREFIX)) {
      forget(key.slice(AUDIT_PREFIX.length));
      otherIds.delete(key.slice(AUDIT_PREFIX.length));
    }
  }

  function* entries(): IterableIterator<Kept> {
    for (let at = signed.size - 1; at >= 0; at--) {
      const one = kept.get(signed.at(at) ?? "");
      if (one) yield one;
    }
  }

  /** Both kinds, newest first. */
  function* all(before?: string): IterableIterator<Kept> {
    const from = (order: OrderedIds) => (before === undefined ? order.size : order.firstNotBelow(before)) - 1;
    let [a, b] = [from(signed), from(others)];
    while (a >= 0 || b >= 0) {
      const [left = "", right = ""] = [signed.at(a), others.at(b)];
      const one = kept.get(left > right ? left : right);
      if (left > right) a--;
      else b--;
      if (one) yield one;
    }
  }

  return {
    accept(message) {
      if (message.kind === "snapshot") {
        const listed = new Set(message.keyValues.map(({ key }) => key));
        // Another store counts its revisions from one again: what is listed is what holds.
        const isOther = STORE_REPLACED.has(message.reason);
        for (const id of [...kept.keys()]) if (isOther || !listed.has(AUDIT_PREFIX + id)) forget(id);
        for (const id of [...restorable]) if (isOther || !listed.has(EVICTED_PREFIX + id)) remove(EVICTED_PREFIX + id);
        otherIds.clear();
        for (const [id, { entry }] of kept) if (!entry.signed) otherIds.add(id);
        for (const keyValue of message.keyValues) put(keyValue);
      } else if (message.kind === "batch")
        for (const event of message.events) {
          if (event.type === "put") put(event.keyValue);
          else remove(event.key);
        }
    },
    note: put,
    get: (id) => kept.get(id) ?? null,
    unsigned: () => otherIds.size,
    entries,
    query(filter, { limit, before }, now = (entry) => entry) {
      const matches = auditMatcher(filter);
      const found: AuditEntry[] = [];
      let bytes = 0;
      for (const kept of all(before)) {
        const entry = now(kept.entry);
        if (!matches(entry)) continue;
        bytes += sizeOf(entry);
        // Never without an entry: who asks on from there would not get further.
        if (found.length === limit || (bytes > PAGE_BYTES && found.length > 0))
          return { entries: found, more: true, complete: !dropped };
        found.push(entry);
      }
      return { entries: found, more: false, complete: !dropped };
    },
    authorOf(revision, key) {
      for (const id of byRevision.get(revision) ?? []) {
        const entry = kept.get(id)?.entry;
        if (entry?.outcome === "done" && touches(entry, key)) return entry;
      }
      return null;
    },
    isEnding(leaseId) {
      for (const one of ending.values()) if (one === leaseId) return true;
      return false;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The end of a lease is a revision of its own: whatever left with it, it took, also where the entry lists a part only. */
function touches({ key, keys, action, mode }: AuditEntry, asked: Key): boolean {
  return key === asked || (action === "evict" && mode === "lease") || keys.includes(asked);
}
