import { z } from "@/lib/api/zod";
import type { KeyValue, WatchEvent } from "@/lib/etcd/port";
import type { Opened, RecordKind, Records } from "@/lib/records/records";
import { ShardMap } from "./shard-map";
import type { Drain, Key, Minimum } from "./types";
import type { View } from "./view";

/** Our own marks in etcd, readable by anybody with etcdctl: signed JSON under a prefix and the name of what is marked. */
export const DRAINS_PREFIX = "/rollcall/drains/";
export const MINIMUMS_PREFIX = "/rollcall/minimums/";

export type Marks = Pick<View, "drains" | "minimums">;

export function drainKeyOf(key: Key): Key {
  return DRAINS_PREFIX + key;
}

export function minimumKeyOf(service: string): Key {
  return MINIMUMS_PREFIX + escaped(service);
}

type StoredDrain = Omit<Drain, "key" | "modRevision">;
type StoredMinimum = Omit<Minimum, "modRevision">;

const DRAINS: RecordKind<StoredDrain> = {
  name: "drains",
  schema: (time) =>
    z.object({
      until: time.nullable(),
      reason: z.string(),
      actor: z.string(),
      at: time,
      createRevision: z.string().regex(/^\d+$/),
    }),
};
const MINIMUMS: RecordKind<StoredMinimum> = {
  name: "minimums",
  schema: (time) => z.object({ service: z.string(), minimum: z.int().min(1), actor: z.string(), at: time }),
};

export function encodeDrain(key: Key, drain: StoredDrain, records: Records): Uint8Array {
  const { until, reason, actor, at, createRevision } = drain;
  return records.seal(DRAINS, drainKeyOf(key), { until, reason, actor, at, createRevision });
}

export function encodeMinimum({ service, minimum, actor, at }: StoredMinimum, records: Records): Uint8Array {
  return records.seal(MINIMUMS, minimumKeyOf(service), { service, minimum, actor, at });
}

export function readDrain(keyValue: KeyValue, records: Records): Opened<Drain> {
  const { key, modRevision } = keyValue;
  const opened = records.open(DRAINS, keyValue);
  if (opened.state === "unreadable") return opened;
  return { ...opened, record: { key: key.slice(DRAINS_PREFIX.length), ...opened.record, modRevision } };
}

export function readMinimum(keyValue: KeyValue, records: Records): Opened<Minimum> {
  const { key, modRevision } = keyValue;
  const opened = records.open(MINIMUMS, keyValue);
  if (opened.state === "unreadable") return opened;
  if (minimumKeyOf(opened.record.service) !== key)
    return { state: "unreadable", reason: "value-wrong-shape", detail: "Its key names another service." };
  return { ...opened, record: { ...opened.record, modRevision } };
}

/** The mark, where it may be believed. */
export function drainIn(keyValue: KeyValue, records: Records | null): Drain | null {
  if (!records || !keyValue.key.startsWith(DRAINS_PREFIX)) return null;
  return believed(readDrain(keyValue, records));
}

export function minimumIn(keyValue: KeyValue, records: Records | null): Minimum | null {
  if (!records || !keyValue.key.startsWith(MINIMUMS_PREFIX)) return null;
  return believed(readMinimum(keyValue, records));
}

function believed<T>(opened: Opened<T>): T | null {
  return opened.state === "signed" ? opened.record : null;
}

/** Whether a mark's time has run out. */
export function isOver({ until }: Pick<Drain, "until">, now: number): boolean {
  return until !== null && until <= now;
}

/** The marks among everything that was listed; those that `known` already holds stay the same objects. */
export function marksListed(keyValues: readonly KeyValue[], known: Marks | null, records: Records | null): Marks {
  const drains = new Map<string, Drain>();
  const minimums = new Map<string, Minimum>();
  for (const keyValue of keyValues) {
    const drain = drainIn(keyValue, records);
    if (drain) drains.set(drain.key, same(known?.drains.get(drain.key), drain));
    const minimum = minimumIn(keyValue, records);
    if (minimum) minimums.set(minimum.service, same(known?.minimums.get(minimum.service), minimum));
  }
  if (!known) return { drains: ShardMap.from(drains), minimums: ShardMap.from(minimums) };
  return { drains: replace(known.drains, drains), minimums: replace(known.minimums, minimums) };
}

/** The marks after one revision's events. */
export function marksAfter({ drains, minimums }: Marks, events: readonly WatchEvent[], records: Records | null): Marks {
  const put = { drains: [] as [string, Drain][], minimums: [] as [string, Minimum][] };
  const gone = { drains: [] as string[], minimums: [] as string[] };
  for (const event of events) {
    const key = event.type === "put" ? event.keyValue.key : event.key;
    if (key.startsWith(DRAINS_PREFIX)) {
      const drain = event.type === "put" ? drainIn(event.keyValue, records) : null;
      if (drain) put.drains.push([drain.key, drain]);
      else gone.drains.push(key.slice(DRAINS_PREFIX.length));
    } else if (key.startsWith(MINIMUMS_PREFIX)) {
      const minimum = event.type === "put" ? minimumIn(event.keyValue, records) : null;
      if (minimum) put.minimums.push([minimum.service, minimum]);
      else gone.minimums.push(...[...minimums.keys()].filter((service) => minimumKeyOf(service) === key));
    }
  }
  return { drains: drains.with(put.drains, gone.drains), minimums: minimums.with(put.minimums, gone.minimums) };
}

/** Without the drains whose time has run out. */
export function withoutOver(drains: ShardMap<Drain>, now: number): ShardMap<Drain> {
  const over = [...drains.values()].filter((drain) => isOver(drain, now)).map(({ key }) => key);
  return drains.with([], over);
}

function same<T extends { modRevision: string }>(known: T | undefined, read: T): T {
  return known?.modRevision === read.modRevision ? known : read;
}

function replace<T>(known: ShardMap<T>, listed: ReadonlyMap<string, T>): ShardMap<T> {
  return known.with(
    listed,
    [...known.keys()].filter((key) => !listed.has(key)),
  );
}

/** A name is text, a key is key text: what would read as the escape of a byte is written as one. */
function escaped(text: string): Key {
  return text.replace(/\\(?=x[0-9a-fA-F]{2})/g, "\\x5c");
}
