import type { AuditEntry } from "@/lib/audit/entry";
import { type AuditFilter, auditMatcher } from "@/lib/audit/query";
import { AUDIT_PREFIX, readEntry } from "@/lib/audit/stored";
import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import type { KeyValue } from "@/lib/etcd/port";
import { compareRevisions } from "@/lib/registry/revision";
import type { Key, LeaseId, Revision } from "@/lib/registry/types";
import { byText } from "@/server/routes/cursor";

/** An entry, and the revision that wrote it last: what a change of it is compared with. */
export interface Kept {
  readonly entry: AuditEntry;
  readonly modRevision: Revision;
}

/**
 * The audit trail of all consoles on this etcd, as the one watch brings it. Its entries are known before the events of
 * the same transaction are told, so that those can name their author.
 */
export interface Trail {
  /** Before the registry hears of it. */
  accept(message: ListWatchMessage): void;
  /** What this console has just written, ahead of the watch; an older state of an entry never replaces a newer one. */
  note(keyValue: KeyValue): void;
  get(id: string): Kept | null;
  /** Newest first. */
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
  /** Called for each entry that came or changed. Returns the way to stop listening. */
  onChange(listener: (kept: Kept) => void): () => void;
}

const STORE_REPLACED: ReadonlySet<string> = new Set(["other-cluster", "revision-went-back", "store-replaced"]);

export function createTrail({ most = 20_000 }: { most?: number } = {}): Trail {
  const kept = new Map<string, Kept>();
  /** Ids, oldest first. */
  const order: string[] = [];
  let dropped = false;
  const byRevision = new Map<Revision, Set<string>>();
  const ending = new Map<string, LeaseId>();
  const listeners = new Set<(kept: Kept) => void>();

  function index({ entry }: Kept): void {
    if (entry.revision !== null) {
      const ids = byRevision.get(entry.revision) ?? new Set();
      byRevision.set(entry.revision, ids.add(entry.id));
    }
    if (entry.action === "evict" && entry.outcome === "pending" && entry.leaseId !== null)
      ending.set(entry.id, entry.leaseId);
  }

  function forget(id: string): void {
    const revision = kept.get(id)?.entry.revision;
    if (revision) {
      byRevision.get(revision)?.delete(id);
      if (byRevision.get(revision)?.size === 0) byRevision.delete(revision);
    }
    ending.delete(id);
    kept.delete(id);
  }

  function put(keyValue: KeyValue): void {
    const read = readEntry(keyValue);
    if (!read) return;
    const { entry } = read;
    const known = kept.get(entry.id);
    if (known && compareRevisions(known.modRevision, keyValue.modRevision) >= 0) return;
    if (known) forget(entry.id);
    else insert(entry.id);
    const next: Kept = { entry, modRevision: keyValue.modRevision };
    kept.set(entry.id, next);
    index(next);
    for (const listener of [...listeners]) listener(next);
    while (order.length > most) {
      const oldest = order.shift();
      if (oldest !== undefined) forget(oldest);
      dropped = true;
    }
  }

  function insert(id: string): void {
    const last = order.at(-1);
    if (last === undefined || last < id) {
      order.push(id);
      return;
    }
    order.splice(firstNotBelow(id), 0, id);
  }

  function firstNotBelow(id: string): number {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byText(order[middle] ?? "", id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function remove(key: Key): void {
    const id = key.slice(AUDIT_PREFIX.length);
    if (!kept.has(id)) return;
    order.splice(firstNotBelow(id), 1);
    forget(id);
  }

  function* entries(before?: string): IterableIterator<Kept> {
    const from = before === undefined ? order.length : firstNotBelow(before);
    for (let at = from - 1; at >= 0; at--) {
      const one = kept.get(order[at] ?? "");
      if (one) yield one;
    }
  }

  return {
    accept(message) {
      if (message.kind === "snapshot") {
        const listed = new Set(message.keyValues.map(({ key }) => key));
        for (const id of [...order]) if (!listed.has(AUDIT_PREFIX + id)) remove(AUDIT_PREFIX + id);
        // Another store counts its revisions from one again: what is listed is what holds.
        if (STORE_REPLACED.has(message.reason)) for (const id of order.splice(0)) forget(id);
        for (const keyValue of message.keyValues) put(keyValue);
      } else if (message.kind === "batch")
        for (const event of message.events) {
          if (event.type === "put") put(event.keyValue);
          else if (event.key.startsWith(AUDIT_PREFIX)) remove(event.key);
        }
    },
    note: put,
    get: (id) => kept.get(id) ?? null,
    entries: () => entries(),
    query(filter, { limit, before }, now = (entry) => entry) {
      const matches = auditMatcher(filter);
      const found: AuditEntry[] = [];
      for (const kept of entries(before)) {
        const entry = now(kept.entry);
        if (!matches(entry)) continue;
        if (found.length === limit) return { entries: found, more: true, complete: !dropped };
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
