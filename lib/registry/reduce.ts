import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import type { KeyValue } from "@/lib/etcd/port";
import { OWN_PREFIX } from "@/lib/layouts/layout-set";
import type { KeyGroup, LayoutSet } from "@/lib/layouts/types";
import { unreadOwnKey } from "@/lib/records/own-keys";
import type { Records } from "@/lib/records/records";
import { Draft, type Touch } from "./draft";
import { firstView } from "./first-view";
import { type GroupState, membersOf } from "./groups";
import { marksAfter, marksListed } from "./marks";
import { isStoreReplaced } from "./replaced-store";
import { compareRevisions, laterRevision } from "./revision";
import type { SeenAt } from "./seen";
import type { ShardMap } from "./shard-map";
import type { Key } from "./types";
import type { InstanceChange, View } from "./view";

export type SnapshotMessage = Extract<ListWatchMessage, { kind: "snapshot" }>;
export type BatchMessage = Extract<ListWatchMessage, { kind: "batch" }>;

/** The view with what only its maker needs; the extra part is never streamed. */
export interface ReducedView extends View {
  /** Of groups that are more than one key with one instance of the same name. */
  readonly groups: ShardMap<GroupState>;
}

export interface ReduceOptions {
  /** How the consoles' own records are read; null: they are not read at all. */
  records?: Records | null;
  /** When the message was seen: what is new came then. Null: no instance learns when it came. */
  seenAt?: SeenAt | null;
}

export interface Reduction {
  view: ReducedView;
  /** Removals first. None for a first view: how it came to be so is not known. */
  changes: InstanceChange[];
}

/**
 * The view after everything was listed. What did not change stays the same object, also over a relist.
 * Tombstones stay, except of instances that are there again. `firstSeq` is the seq of a first view.
 */
export function reduceSnapshot(
  view: ReducedView | null,
  message: SnapshotMessage,
  layouts: LayoutSet,
  { records = null, seenAt = null, firstSeq = 1 }: ReduceOptions & { firstSeq?: number } = {},
): Reduction {
  if (!view) return { view: firstView(message, layouts, firstSeq, records), changes: [] };
  const sameStore = !isStoreReplaced(message.reason);
  // Of what another store holds nobody knows how long it is there; nor do its revisions mean what they meant.
  const draft = new Draft(
    view,
    sameStore ? seenAt : null,
    (revision) => compareRevisions(revision, view.revision) > 0,
    sameStore,
  );
  const listedAs = (key: Key): Touch => ({
    key,
    revision: null,
    sameValue: false,
    how: sameStore ? "relisted" : "replaced",
  });
  const listed = new Map<string, { group: KeyGroup; keyValues: KeyValue[] }>();
  for (const keyValue of message.keyValues) {
    if (records && keyValue.key.startsWith(OWN_PREFIX)) draft.own(keyValue.key, unreadOwnKey(keyValue, records));
    const group = layouts.groupOf(keyValue.key);
    if (!group) continue;
    const found = listed.get(group.id);
    if (found) found.keyValues.push(keyValue);
    else listed.set(group.id, { group, keyValues: [keyValue] });
  }
  for (const { group, keyValues } of listed.values()) {
    const members = membersOf(view, group.id);
    if (sameStore && members.unchanged(keyValues)) draft.keep(members);
    else draft.decode(group, members, keyValues, layouts, listedAs);
  }
  draft.removeAllButKept((instance) => listedAs(instance.keys[0] ?? instance.id));
  const position = { epoch: message.epoch, seq: view.seq + 1, revision: message.revision };
  return draft.finish(position, marksListed(message.keyValues, sameStore ? view : null, records));
}

/**
 * The view after one revision's events, applied together. An event that the view already includes changes nothing,
 * so a batch of another prefix's watch may be older than the view.
 */
export function reduceBatch(
  view: ReducedView,
  message: BatchMessage,
  layouts: LayoutSet,
  { records = null, seenAt = null }: ReduceOptions = {},
): Reduction {
  const revisions = new Set(message.events.map(revisionOf));
  const draft = new Draft(view, seenAt, (revision) => revisions.has(revision));
  const touched = new Map<string, { group: KeyGroup; events: BatchMessage["events"] }>();
  for (const event of message.events) {
    if (records && keyOf(event).startsWith(OWN_PREFIX))
      draft.own(keyOf(event), event.type === "put" ? unreadOwnKey(event.keyValue, records) : null);
    const group = layouts.groupOf(keyOf(event));
    if (!group) continue;
    const found = touched.get(group.id);
    if (found) found.events.push(event);
    else touched.set(group.id, { group, events: [event] });
  }
  for (const { group, events } of touched.values()) {
    const members = membersOf(view, group.id);
    const news = events.filter((event) => {
      const known = members.modRevisionOf(keyOf(event));
      return known === null || compareRevisions(revisionOf(event), known) > 0;
    });
    if (news.length === 0) continue;
    const keyValues = new Map(members.keyValues.map((keyValue) => [keyValue.key, keyValue]));
    for (const event of news) {
      if (event.type === "put") keyValues.set(event.keyValue.key, event.keyValue);
      else keyValues.delete(event.key);
    }
    const touches = touchesOf(news);
    draft.decode(group, members, [...keyValues.values()], layouts, (key, keys) => touches(keys ?? [key]));
  }
  const revision = laterRevision(view.revision, message.revision);
  return draft.finish({ epoch: view.epoch, seq: view.seq + 1, revision }, marksAfter(view, message.events, records));
}

type Events = BatchMessage["events"];

function keyOf(event: Events[number]): Key {
  return event.type === "put" ? event.keyValue.key : event.key;
}

function revisionOf(event: Events[number]): string {
  return event.type === "put" ? event.keyValue.modRevision : event.modRevision;
}

/** Which write changed an instance: the last one on its own keys, else the last one of the group. */
function touchesOf(events: Events): (keys: readonly Key[]) => Touch {
  const sameValue = events.every(putsTheSame);
  return (keys) => {
    const event = events.findLast((candidate) => keys.includes(keyOf(candidate))) ?? events.at(-1);
    if (!event) throw new Error("A group without events was not touched");
    const how = event.type === "put" ? "written" : "deleted";
    return { key: keyOf(event), revision: revisionOf(event), sameValue, how };
  };
}

function putsTheSame(event: Events[number]): boolean {
  if (event.type !== "put" || !event.previous) return false;
  const before = event.previous.value;
  const after = event.keyValue.value;
  return before.length === after.length && before.every((byte, index) => byte === after[index]);
}
