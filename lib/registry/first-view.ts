import type { KeyValue } from "@/lib/etcd/port";
import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import type { KeyGroup, LayoutSet } from "@/lib/layouts/types";
import { unreadOwnKey } from "@/lib/records/own-keys";
import type { Records } from "@/lib/records/records";
import { type GroupState, needsState } from "./groups";
import { marksListed } from "./marks";
import type { ReducedView, SnapshotMessage } from "./reduce";
import { ShardMap } from "./shard-map";
import type { Instance, UnrecognizedKey } from "./types";

/**
 * The view of a first list: what `reduceSnapshot` would come to from nothing, without comparing with anything.
 * A start with 100,000 keys spends its time here.
 */
export function firstView(
  message: SnapshotMessage,
  layouts: LayoutSet,
  seq: number,
  records: Records | null,
): ReducedView {
  const instances: [string, Instance][] = [];
  const unrecognized: [string, UnrecognizedKey][] = [];
  const groups: [string, GroupState][] = [];
  const several = new Map<string, { group: KeyGroup; keyValues: KeyValue[] }>();

  function decode({ id, single }: KeyGroup, keyValues: readonly KeyValue[]): void {
    const decoded = layouts.decode(id, keyValues);
    for (const instance of decoded.instances) instances.push([instance.id, instance]);
    for (const key of decoded.unrecognized) unrecognized.push([key.key, key]);
    const only = decoded.instances[0] ?? decoded.unrecognized[0];
    const count = decoded.instances.length + decoded.unrecognized.length;
    if (single && (count === 0 || (count === 1 && only && idOf(only) === id))) return;
    const state: GroupState = {
      id,
      keyValues: single ? [] : keyValues,
      instances: decoded.instances.map((instance) => instance.id),
      unrecognized: decoded.unrecognized.map((key) => key.key),
    };
    if (needsState(state)) groups.push([id, state]);
  }

  for (const keyValue of message.keyValues) {
    const unread = records && keyValue.key.startsWith(OWN_PREFIX) ? unreadOwnKey(keyValue, records) : null;
    if (unread) unrecognized.push([unread.key, unread]);
    const group = layouts.groupOf(keyValue.key);
    if (!group) continue;
    if (group.single) decode(group, [keyValue]);
    else {
      const found = several.get(group.id);
      if (found) found.keyValues.push(keyValue);
      else several.set(group.id, { group, keyValues: [keyValue] });
    }
  }
  for (const { group, keyValues } of several.values()) decode(group, keyValues);

  return {
    epoch: message.epoch,
    seq,
    revision: message.revision,
    instances: ShardMap.from(instances),
    tombstones: ShardMap.empty(),
    unrecognized: ShardMap.from(unrecognized),
    leases: ShardMap.empty(),
    ...marksListed(message.keyValues, null, records),
    groups: ShardMap.from(groups),
  };
}

function idOf(decoded: Instance | UnrecognizedKey): string {
  return "id" in decoded ? decoded.id : decoded.key;
}
