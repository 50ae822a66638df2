import { beginningOf, fitsIn, METADATA_BYTES, NAME_BYTES, utf8Bytes } from "@/lib/budgets";
import type { Instance, Key } from "@/lib/registry/types";

/** What an entry costs beside its text; so there are at most a thousand of them. */
const ENTRY_BYTES = 32;
/** Entries up to this size are kept before larger ones are cut: a version says more than the beginning of a document. */
const SMALL_ENTRY_BYTES = 1_024;
/** Texts cut out of a larger value would keep the whole of it in memory. */
const COPY_FROM_VALUE_BYTES = 8 * 1024;

const SHOWN_KEY_BYTES = 256;

/**
 * The key by which the console knows a key of etcd: the key itself, or of one that is too long its beginning, its length
 * and a checksum. The same for the same key.
 */
export function knownKey(key: Key): Key {
  if (fitsIn(key, NAME_BYTES)) return key;
  return `${beginningOf(key, SHOWN_KEY_BYTES)}… (${utf8Bytes(key)} bytes, ${checksum(key)})`;
}

/** Why a key cannot be an instance's; null where it can. */
export function tooLongKey(key: Key): string | null {
  if (fitsIn(key, NAME_BYTES)) return null;
  return `The key has ${utf8Bytes(key)} bytes; keys of more than ${NAME_BYTES} are not read.`;
}

/** Which of an instance's names is too long, as a sentence; null where none is. */
export function tooLongName(instance: Instance): string | null {
  const [endpoint] = instance.endpoints;
  return (
    tooLong("service", instance.service) ??
    tooLong("instance", instance.instance) ??
    tooLong("datacenter", instance.datacenter) ??
    tooLong("namespace", instance.namespace) ??
    tooLong("host", endpoint?.host) ??
    tooLong("protocol", endpoint?.protocol)
  );
}

function tooLong(name: string, text: string | null | undefined): string | null {
  if (!text || fitsIn(text, NAME_BYTES)) return null;
  return `The ${name} has ${utf8Bytes(text)} bytes; names of more than ${NAME_BYTES} are not read.`;
}

/** The instance with no more metadata than its budget, `cut` where that is not all of it. */
export function withinBudget(instance: Instance, valueBytes: number): Instance {
  if (valueBytes <= COPY_FROM_VALUE_BYTES) return instance;
  const entries = Object.entries(instance.metadata);
  const bytes = entries.reduce((sum, [name, value]) => sum + utf8Bytes(name) + utf8Bytes(value) + ENTRY_BYTES, 0);
  if (bytes <= METADATA_BYTES) return copyOf(instance);
  const metadata = cutEntries(entries);
  const left = entries.length - metadata.length;
  return copyOf({
    ...instance,
    metadata: Object.fromEntries(metadata),
    cut: { metadataBytes: entries.reduce((sum, [name, value]) => sum + utf8Bytes(name) + utf8Bytes(value), 0), left },
  });
}

type Entry = readonly [name: string, value: string];

/** In the order in which they stand: the small ones first served, of the others what there is room for. */
function cutEntries(entries: readonly Entry[]): Entry[] {
  let room = METADATA_BYTES;
  const kept = new Map<string, string>();
  const large: Entry[] = [];
  for (const [name, value] of entries) {
    const bytes = utf8Bytes(name) + utf8Bytes(value) + ENTRY_BYTES;
    if (bytes > SMALL_ENTRY_BYTES) large.push([name, value]);
    else if (bytes <= room) {
      kept.set(name, value);
      room -= bytes;
    }
  }
  for (const [name, value] of large) {
    const forValue = room - utf8Bytes(name) - ENTRY_BYTES;
    if (forValue <= 0) continue;
    const beginning = beginningOf(value, forValue);
    kept.set(name, beginning);
    room -= utf8Bytes(name) + utf8Bytes(beginning) + ENTRY_BYTES;
  }
  return entries.flatMap(([name]): Entry[] => {
    const value = kept.get(name);
    return value === undefined ? [] : [[name, value]];
  });
}

function copyOf(instance: Instance): Instance {
  return JSON.parse(JSON.stringify(instance)) as Instance;
}

/** FNV-1a from two beginnings: tells names apart, and is not meant to withstand anybody. */
function checksum(text: string): string {
  return [0x811c9dc5, 0x01000193]
    .map((seed) => {
      let hash = seed;
      for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      return (hash >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
}
