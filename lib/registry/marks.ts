import { z } from "@/lib/api/zod";
import type { KeyValue, WatchEvent } from "@/lib/etcd/port";
import { ShardMap } from "./shard-map";
import type { Drain, Key, Minimum } from "./types";
import type { View } from "./view";

/** Our own marks in etcd, readable by anybody with etcdctl: JSON under a prefix and the name of what is marked. */
export const DRAINS_PREFIX = "/rollcall/drains/";
export const MINIMUMS_PREFIX = "/rollcall/minimums/";

export type Marks = Pick<View, "drains" | "minimums">;

export function drainKeyOf(key: Key): Key {
  return DRAINS_PREFIX + key;
}

export function minimumKeyOf(service: string): Key {
  return MINIMUMS_PREFIX + escaped(service);
}

const storedDrain = z.object({
  until: z.number().nullable(),
  reason: z.string(),
  actor: z.string(),
  at: z.number(),
  createRevision: z.string(),
});
const storedMinimum = z.object({ service: z.string(), minimum: z.int().min(1), actor: z.string(), at: z.number() });

export function encodeDrain({
  until,
  reason,
  actor,
  at,
  createRevision,
}: Omit<Drain, "key" | "modRevision">): Uint8Array {
  return encode({ until, reason, actor, at, createRevision } satisfies z.output<typeof storedDrain>);
}

export function encodeMinimum({ service, minimum, actor, at }: Omit<Minimum, "modRevision">): Uint8Array {
  return encode({ service, minimum, actor, at } satisfies z.output<typeof storedMinimum>);
}

/** Null where the key holds no drain that we understand: a mark of a later version must not end a reader. */
export function readDrain({ key, value, modRevision }: KeyValue): Drain | null {
  if (!key.startsWith(DRAINS_PREFIX)) return null;
  const stored = decode(storedDrain, value);
  return stored && { key: key.slice(DRAINS_PREFIX.length), ...stored, modRevision };
}

export function readMinimum({ key, value, modRevision }: KeyValue): Minimum | null {
  if (!key.startsWith(MINIMUMS_PREFIX)) return null;
  const stored = decode(storedMinimum, value);
  return stored && minimumKeyOf(stored.service) === key ? { ...stored, modRevision } : null;
}

/** Whether a mark's time has run out. */
export function isOver({ until }: Pick<Drain, "until">, now: number): boolean {
  return until !== null && until <= now;
}

/** The marks among everything that was listed; those that `known` already holds stay the same objects. */
export function marksListed(keyValues: readonly KeyValue[], known: Marks | null): Marks {
  const drains = new Map<string, Drain>();
  const minimums = new Map<string, Minimum>();
  for (const keyValue of keyValues) {
    const drain = readDrain(keyValue);
    if (drain) drains.set(drain.key, same(known?.drains.get(drain.key), drain));
    const minimum = readMinimum(keyValue);
    if (minimum) minimums.set(minimum.service, same(known?.minimums.get(minimum.service), minimum));
  }
  if (!known) return { drains: ShardMap.from(drains), minimums: ShardMap.from(minimums) };
  return { drains: replace(known.drains, drains), minimums: replace(known.minimums, minimums) };
}

/** The marks after one revision's events. */
export function marksAfter({ drains, minimums }: Marks, events: readonly WatchEvent[]): Marks {
  const put = { drains: [] as [string, Drain][], minimums: [] as [string, Minimum][] };
  const gone = { drains: [] as string[], minimums: [] as string[] };
  for (const event of events) {
    const key = event.type === "put" ? event.keyValue.key : event.key;
    if (key.startsWith(DRAINS_PREFIX)) {
      const drain = event.type === "put" ? readDrain(event.keyValue) : null;
      if (drain) put.drains.push([drain.key, drain]);
      else gone.drains.push(key.slice(DRAINS_PREFIX.length));
    } else if (key.startsWith(MINIMUMS_PREFIX)) {
      const minimum = event.type === "put" ? readMinimum(event.keyValue) : null;
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

function encode(record: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record));
}

function decode<T>(schema: z.ZodType<T>, value: Uint8Array): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
