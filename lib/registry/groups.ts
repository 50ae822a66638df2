import type { KeyValue } from "@/lib/etcd/port";
import { sameInstance } from "./same";
import type { ShardMap } from "./shard-map";
import type { Instance, InstanceId, Key, Revision, UnrecognizedKey } from "./types";
import type { View } from "./view";

/** What a group came to when it was decoded last. */
export interface GroupState {
  id: string;
  /** The raw keys, where decoding one needs the others; empty for a group of a single key. */
  keyValues: readonly KeyValue[];
  instances: readonly InstanceId[];
  unrecognized: readonly Key[];
}

export interface Members {
  id: string;
  instances: readonly Instance[];
  unrecognized: readonly UnrecognizedKey[];
  keyValues: readonly KeyValue[];
  /** Whether these are the keys that it was decoded from; only within one store, where a mod revision is unique. */
  unchanged(keyValues: readonly KeyValue[]): boolean;
  /** Null where the key is not known. */
  modRevisionOf(key: Key): Revision | null;
}

/** A group without a state of its own is one key with at most one instance (or unrecognized key) of the same name. */
export function membersOf(view: View & { groups: ShardMap<GroupState> }, group: string): Members {
  const state = view.groups.get(group);
  const instances = present(state ? state.instances : [group], view.instances);
  const unrecognized = present(state ? state.unrecognized : [group], view.unrecognized);
  const keyValues = state?.keyValues ?? [];
  const decoded = [...instances, ...unrecognized];
  const ofSingle = decoded[0]?.modRevision ?? null;
  return {
    id: group,
    instances,
    unrecognized,
    keyValues,
    unchanged(listed) {
      if (keyValues.length === 0) return listed.length === 1 && listed[0]?.modRevision === ofSingle;
      if (keyValues.length !== listed.length) return false;
      const known = new Map(keyValues.map((keyValue) => [keyValue.key, keyValue.modRevision]));
      return listed.every((keyValue) => known.get(keyValue.key) === keyValue.modRevision);
    },
    modRevisionOf(key) {
      if (keyValues.length === 0) return ofSingle;
      return keyValues.find((keyValue) => keyValue.key === key)?.modRevision ?? null;
    },
  };
}

/** Whether `membersOf` needs a state to find this again. */
export function needsState(state: GroupState): boolean {
  if (state.keyValues.length > 0) return true;
  const decoded = [...state.instances, ...state.unrecognized];
  return decoded.length > 1 || decoded.some((id) => id !== state.id);
}

/** `decoded`, with the objects of `known` where nothing changed. */
export function keepIdentity(decoded: Instance, known: Instance | undefined): Instance {
  return known && sameInstance(known, decoded) ? known : decoded;
}

function present<T>(ids: readonly string[], map: ShardMap<T>): T[] {
  const found: T[] = [];
  for (const id of ids) {
    const value = map.get(id);
    if (value !== undefined) found.push(value);
  }
  return found;
}
