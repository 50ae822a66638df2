/** For tests of everything that stands on the view: a tiny etcd in memory and layouts of every kind of group. */
import type { KeyValue, WatchEvent } from "@/lib/etcd/port";
import type { Decoded, LayoutSet } from "@/lib/layouts/types";
import type { BatchMessage, SnapshotMessage } from "./reduce";
import type { Instance, UnrecognizedKey } from "./types";
import type { View } from "./view";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * `/s/{service}/{instance}`: one key, one instance; a value that begins with `!` is not recognized, `@name:` names
 * another service. `/m/{service}/{instance}/{part}`: several keys, an instance as long as there is an `addr`.
 * `/f/{service}`: one key, an instance for every letter of its value.
 */
export const testLayouts: LayoutSet = {
  prefixes: [],
  groupOf(key) {
    const [, kind, service, instance] = key.split("/");
    if (kind === "s" || kind === "f") return { id: key, single: true };
    if (kind === "m") return { id: `/m/${service}/${instance}`, single: false };
    return null;
  },
  decode(group, keyValues) {
    const decoded: Decoded = { instances: [], unrecognized: [] };
    const [, kind, service = "", name = ""] = group.split("/");
    const first = keyValues[0];
    if (!first) return decoded;
    const text = decoder.decode(first.value);
    if (kind === "f") {
      for (const letter of new Set(text))
        decoded.instances.push(instanceOf(`${group}#${letter}`, service, letter, keyValues, first));
    } else if (kind === "m") {
      const address = keyValues.find((keyValue) => keyValue.key.endsWith("/addr"));
      if (address) decoded.instances.push(instanceOf(group, service, name, keyValues, address));
      else decoded.unrecognized.push(...keyValues.map(unrecognizedOf));
    } else if (text.startsWith("!")) decoded.unrecognized.push(unrecognizedOf(first));
    else {
      const other = /^@(\w+):/.exec(text)?.[1];
      decoded.instances.push(instanceOf(group, other ?? service, name, keyValues, first));
    }
    return decoded;
  },
};

function instanceOf(
  id: string,
  service: string,
  instance: string,
  keyValues: readonly KeyValue[],
  own: KeyValue,
): Instance {
  const sorted = [...keyValues].sort((a, b) => (a.key < b.key ? -1 : 1));
  const newest = sorted.reduce((a, b) => (Number(b.modRevision) > Number(a.modRevision) ? b : a));
  return {
    id,
    keys: sorted.map((keyValue) => keyValue.key),
    layout: "test",
    service,
    instance,
    datacenter: `dc-${instance.length % 3}`,
    endpoints: [{ protocol: "http", host: instance, port: 80 }],
    metadata: Object.fromEntries(sorted.map((keyValue) => [keyValue.key, decoder.decode(keyValue.value)])),
    leaseId: own.leaseId,
    createRevision: own.createRevision,
    modRevision: newest.modRevision,
    version: newest.version,
  };
}

function unrecognizedOf(keyValue: KeyValue): UnrecognizedKey {
  return {
    key: keyValue.key,
    reason: "value-wrong-shape",
    detail: "for the test",
    modRevision: keyValue.modRevision,
    leaseId: keyValue.leaseId,
    valueBytes: keyValue.value.length,
  };
}

export type Write = { key: string; value: string; lease?: string } | { key: string; value: null };

/** Counts revisions, hands out what the list-watch would say. */
export function createTestStore() {
  const stored = new Map<string, KeyValue>();
  let revision = 0;

  function writeOne(write: Write): WatchEvent | null {
    const previous = stored.get(write.key) ?? null;
    if (write.value === null) {
      if (!stored.delete(write.key)) return null;
      return { type: "delete", key: write.key, modRevision: String(revision), previous };
    }
    const keyValue: KeyValue = {
      key: write.key,
      value: encoder.encode(write.value),
      createRevision: previous?.createRevision ?? String(revision),
      modRevision: String(revision),
      version: String(Number(previous?.version ?? 0) + 1),
      leaseId: write.lease ?? null,
    };
    stored.set(write.key, keyValue);
    return { type: "put", keyValue, previous };
  }

  return {
    /** One transaction. */
    write(...writes: Write[]): BatchMessage {
      revision++;
      const events = writes.map(writeOne).filter((event) => event !== null);
      return { kind: "batch", revision: String(revision), events };
    },
    list(epoch: string, reason: SnapshotMessage["reason"] = "start"): SnapshotMessage {
      const keyValues = [...stored.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      return { kind: "snapshot", epoch, revision: String(revision), reason, keyValues };
    },
  };
}

/** What a view holds, without its position: for comparing. */
export function contentsOf(view: View) {
  return {
    instances: Object.fromEntries([...view.instances.entries()].sort(byKey)),
    tombstones: Object.fromEntries([...view.tombstones.entries()].sort(byKey)),
    unrecognized: Object.fromEntries([...view.unrecognized.entries()].sort(byKey)),
    leases: Object.fromEntries([...view.leases.entries()].sort(byKey)),
    drains: Object.fromEntries([...view.drains.entries()].sort(byKey)),
    minimums: Object.fromEntries([...view.minimums.entries()].sort(byKey)),
    sizes: [view.instances, view.tombstones, view.unrecognized, view.leases, view.drains, view.minimums].map(
      ({ size }) => size,
    ),
  };
}

function byKey(a: [string, unknown], b: [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
