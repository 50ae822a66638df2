/** Somebody who changes keys without pause and knows for certain what etcd has committed: the truth of every fault test. */
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort, Operation } from "@/lib/etcd/port";
import type { Key, Revision } from "@/lib/registry/types";
import { pause } from "./until";

export const PREFIXES = ["/services/", "/killrvideo/services/"] as const;
/** Outside the range that covers all prefixes. */
const COUNTER = "/zz/writes";
const KEYS = 30;

let writers = 0;

export type Change = "registered" | "updated" | "removed";

/** One revision, and what it did to our keys: nothing, where it wrote somebody else's. */
export interface Commit {
  revision: Revision;
  changes: Map<Key, Change>;
}

export interface Writer {
  /** What was committed, in no order: revisions tell it. */
  readonly commits: readonly Commit[];
  /** Many puts as fast as etcd takes them, on keys of their own. For an etcd that is well. */
  flood(count: number, options?: { perTransaction?: number; keys?: number; valueBytes?: number }): Promise<void>;
  /** Resolves when so many more of its writes are committed. */
  more(count: number): Promise<void>;
  /** Resolves when the fate of the last write is known. */
  stop(): Promise<void>;
  /** Without waiting for anything. */
  close(): void;
}

/**
 * Each write carries a counter and a guard on it, and is sent until etcd says that it is done: whatever breaks meanwhile,
 * it is done exactly once and its revision is known.
 */
export async function startWriter(port: EtcdPort, { everyMs = 15 } = {}): Promise<Writer> {
  const commits: Commit[] = [];
  writers += 1;
  /** No two writers write the same: a store restored from a snapshot must not repeat its own past. */
  const name = `writer-${writers}`;
  const existing = new Set<Key>();
  for (const prefix of PREFIXES)
    for (const { key } of (await port.range({ range: prefixRange(prefix) })).keyValues) existing.add(key);
  const [counter] = (await port.range({ range: { key: COUNTER } })).keyValues;
  let guard: Revision = counter?.modRevision ?? "0";
  let count = counter ? Number(decoder.decode(counter.value)) : 0;
  let stopping = false;
  let closed = false;

  async function commit(number: number, operations: Operation[]): Promise<Revision> {
    while (!closed) {
      try {
        const answer = await port.transact(
          {
            when: [{ key: COUNTER, target: "mod", operator: "=", value: guard }],
            then: [...operations, put(COUNTER, String(number))],
            otherwise: [{ kind: "get", range: { key: COUNTER } }],
          },
          { timeoutMs: 2_000 },
        );
        if (answer.succeeded) return answer.header.revision;
        const [got] = answer.answers;
        const [found] = got?.kind === "get" ? got.keyValues : [];
        if (!found || decoder.decode(found.value) !== String(number)) throw new OtherStoreError();
        return found.modRevision;
      } catch (error) {
        if (error instanceof OtherStoreError) throw error;
        await pause(25);
      }
    }
    throw new Error("The writer was closed.");
  }

  async function run(): Promise<void> {
    while (!stopping && !closed) {
      count += 1;
      const { operations, changes } = planned(count, name, existing);
      guard = await commit(count, operations);
      for (const [key, change] of changes) remember(existing, key, change);
      commits.push({ revision: guard, changes });
      await pause(everyMs);
    }
  }
  const running = run();
  // Heard by `stop`; a test that fails before must not fail a second time.
  running.catch(() => {});

  return {
    commits,
    async flood(total, { perTransaction = 1, keys = 500, valueBytes = 0 } = {}) {
      const padding = "x".repeat(valueBytes);
      for (let at = 0; at < total; at += keys) {
        const round = Array.from({ length: Math.min(keys, total - at) }, (_, index) => index);
        const groups = chunks(round, perTransaction);
        for (const together of chunks(groups, 32)) await Promise.all(together.map(write));
        async function write(indices: number[]): Promise<void> {
          const changed = indices.map((index) => `/services/flood/dc/${index}`);
          const changes = new Map<Key, Change>();
          for (const key of changed) {
            changes.set(key, existing.has(key) ? "updated" : "registered");
            existing.add(key);
          }
          const then = changed.map((key) => put(key, pathValue(at, name, padding)));
          const { header } = await port.transact({ when: [], then, otherwise: [] }, { timeoutMs: 20_000 });
          commits.push({ revision: header.revision, changes });
        }
      }
    },
    async more(wanted) {
      for (const goal = commits.length + wanted; commits.length < goal; ) {
        if (closed || stopping) throw new Error("The writer writes no more.");
        await Promise.race([pause(10), running]);
      }
    },
    async stop() {
      stopping = true;
      await running;
    },
    close() {
      closed = true;
      port.close();
    },
  };
}

class OtherStoreError extends Error {
  override readonly message = "The counter is not what this writer left: it is another store.";
}

/** Single writes, transactions over both prefixes, and writes between the prefixes that are none of ours. */
function planned(
  count: number,
  name: string,
  existing: ReadonlySet<Key>,
): { operations: Operation[]; changes: Map<Key, Change> } {
  const changes = new Map<Key, Change>();
  if (count % 10 === 9) return { operations: [put(`/sales/${count % 50}`, String(count))], changes };
  const operations: Operation[] = [];
  for (let part = 0; part < (count % 7 === 0 ? 3 : 1); part++) {
    const index = (count * 7 + part * 11) % KEYS;
    const key = index % 2 === 0 ? `/services/s${index % 4}/dc/i${index}` : `/killrvideo/services/k/i${index}`;
    const there = existing.has(key);
    const remove = there && (count + part) % 3 === 0;
    changes.set(key, remove ? "removed" : there ? "updated" : "registered");
    operations.push(
      remove
        ? { kind: "delete", range: { key } }
        : put(key, index % 2 === 0 ? pathValue(count, name) : `10.0.0.${index}:${1_000 + (count % 60_000)}`),
    );
  }
  return { operations, changes };
}

function pathValue(count: number, name: string, padding = ""): string {
  return JSON.stringify({ hostname: "10.0.0.1", port: 8080, metadata: { count: String(count), name, padding } });
}

function put(key: Key, value: string): Operation {
  return { kind: "put", key, value: encoder.encode(value) };
}

function remember(existing: Set<Key>, key: Key, change: Change): void {
  if (change === "removed") existing.delete(key);
  else existing.add(key);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const cut: T[][] = [];
  for (let at = 0; at < items.length; at += size) cut.push(items.slice(at, at + size));
  return cut;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
