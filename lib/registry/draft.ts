import type { KeyValue } from "@/lib/etcd/port";
import { knownKey } from "@/lib/layouts/bounds";
import type { KeyGroup, LayoutSet } from "@/lib/layouts/types";
import { type GroupState, keepIdentity, type Members, needsState } from "./groups";
import type { Marks } from "./marks";
import type { ReducedView, Reduction } from "./reduce";
import { sameUnrecognized } from "./same";
import { type SeenAt, withSeen } from "./seen";
import type { Instance, InstanceId, Key, Revision, UnrecognizedKey } from "./types";
import type { InstanceChange } from "./view";

/** The write that changed an instance. */
export type Touch = Omit<InstanceChange, "before" | "after">;

/** Collects one reduction; nothing is visible before `finish`, so a message is applied whole or not at all. */
export class Draft {
  private readonly instances = new Map<InstanceId, Instance>();
  private readonly unrecognized = new Map<Key, UnrecognizedKey>();
  private readonly groups = new Map<string, GroupState>();
  private readonly gone = {
    instances: new Set<InstanceId>(),
    unrecognized: new Set<Key>(),
    groups: new Set<string>(),
  };
  private readonly seen = new Set<string>();
  private readonly touches = new Map<InstanceId, Touch>();

  constructor(
    private readonly before: ReducedView,
    /** When what comes now was seen; null where that tells nothing about when it happened. */
    private readonly seenAt: SeenAt | null,
    private readonly isNew: (revision: Revision) => boolean,
    /** Whether revisions mean what they meant in the view before. */
    private readonly sameStore = true,
  ) {}

  /** Nothing of this group changed. */
  keep(members: Members): void {
    for (const instance of members.instances) this.seen.add(instance.id);
    for (const unrecognized of members.unrecognized) this.seen.add(unrecognized.key);
    this.seen.add(members.id);
  }

  /** Replaces what a group was by what its present keys come to. */
  decode(
    group: KeyGroup,
    members: Members,
    keyValues: readonly KeyValue[],
    layouts: LayoutSet,
    touchOf: (key: Key, keys?: readonly Key[]) => Touch,
  ): void {
    const decoded = keyValues.length > 0 ? layouts.decode(group.id, keyValues) : NOTHING;
    for (const old of members.instances) {
      this.gone.instances.add(old.id);
      this.touches.set(old.id, touchOf(old.keys[0] ?? old.id, old.keys));
    }
    for (const old of members.unrecognized) this.gone.unrecognized.add(old.key);
    for (const instance of decoded.instances) {
      const known = this.before.instances.get(instance.id);
      this.instances.set(
        instance.id,
        keepIdentity(withSeen(instance, this.sameStore ? known : undefined, this.seenAt, this.isNew), known),
      );
      this.touches.set(instance.id, touchOf(instance.keys[0] ?? instance.id, instance.keys));
      this.seen.add(instance.id);
    }
    for (const key of decoded.unrecognized) {
      const known = this.before.unrecognized.get(key.key);
      this.unrecognized.set(key.key, known && sameUnrecognized(known, key) ? known : key);
      this.seen.add(key.key);
    }
    const state: GroupState = {
      id: group.id,
      keyValues: group.single ? [] : keyValues,
      instances: decoded.instances.map((instance) => instance.id),
      unrecognized: decoded.unrecognized.map((key) => key.key),
    };
    this.gone.groups.add(group.id);
    if (needsState(state)) this.groups.set(group.id, state);
    this.seen.add(group.id);
  }

  /** What a key of our own counts as: unrecognized, or nothing that stands here. */
  own(key: Key, unread: UnrecognizedKey | null): void {
    const name = knownKey(key);
    if (unread) {
      const known = this.before.unrecognized.get(name);
      this.unrecognized.set(name, known && sameUnrecognized(known, unread) ? known : unread);
      this.seen.add(name);
    } else {
      this.unrecognized.delete(name);
      if (this.before.unrecognized.has(name)) this.gone.unrecognized.add(name);
    }
  }

  /** Removes whatever was neither kept nor decoded. */
  removeAllButKept(touchOf: (instance: Instance) => Touch): void {
    for (const instance of this.before.instances.values()) {
      if (this.seen.has(instance.id)) continue;
      this.gone.instances.add(instance.id);
      this.touches.set(instance.id, touchOf(instance));
    }
    for (const key of this.before.unrecognized.keys()) if (!this.seen.has(key)) this.gone.unrecognized.add(key);
    for (const id of this.before.groups.keys()) if (!this.seen.has(id)) this.gone.groups.add(id);
  }

  finish(position: { epoch: string; seq: number; revision: string }, marks: Marks): Reduction {
    const { before } = this;
    return {
      view: {
        ...position,
        ...marks,
        instances: before.instances.with(this.instances, without(this.gone.instances, this.instances)),
        tombstones: before.tombstones.with([], this.instances.keys()),
        unrecognized: before.unrecognized.with(this.unrecognized, without(this.gone.unrecognized, this.unrecognized)),
        leases: before.leases,
        groups: before.groups.with(this.groups, without(this.gone.groups, this.groups)),
      },
      changes: this.changes(),
    };
  }

  private changes(): InstanceChange[] {
    const changes: InstanceChange[] = [];
    for (const id of without(this.gone.instances, this.instances)) {
      const before = this.before.instances.get(id);
      const touch = this.touches.get(id);
      if (before && touch) changes.push({ before, after: null, ...touch });
    }
    for (const [id, after] of this.instances) {
      const before = this.before.instances.get(id) ?? null;
      const touch = this.touches.get(id);
      if (before !== after && touch) changes.push({ before, after, ...touch });
    }
    return changes;
  }
}

const NOTHING: { instances: Instance[]; unrecognized: UnrecognizedKey[] } = { instances: [], unrecognized: [] };

function without(ids: ReadonlySet<string>, kept: ReadonlyMap<string, unknown>): string[] {
  return [...ids].filter((id) => !kept.has(id));
}
