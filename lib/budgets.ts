/**
 * How much of what others write is kept and answered. Whoever may write a key, or ask the console, decides what arrives;
 * these bound what it costs. Bytes are counted as UTF-8, or as `sizeOf` estimates them, which says so.
 */

export const MEGABYTE = 1024 * 1024;

/** A name of a registration (service, instance, datacenter, namespace, host) or its key; a longer one is unrecognized. */
export const NAME_BYTES = 4 * 1024;
/** Metadata of one instance, its names included; what is beyond is cut, and `cut` says so. */
export const METADATA_BYTES = 32 * 1024;
/** Entries of one page of a list end here, whatever its limit. */
export const PAGE_BYTES = 4 * MEGABYTE;

/** One past view (`?at=`), and all that are kept together. */
export const PAST_VIEW_BYTES = 128 * MEGABYTE;
/** The answer of `/snapshot`, before it is compressed. */
export const SNAPSHOT_BYTES = 512 * MEGABYTE;
/** The history, where nothing else is configured. */
export const HISTORY_BYTES = 64 * MEGABYTE;
/** Instances that are gone and still stand on screen. */
export const TOMBSTONE_BYTES = 32 * MEGABYTE;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** In UTF-8. */
export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}

/** Whether a text has at most so many bytes; short ones, which most are, are not encoded for it. */
export function fitsIn(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes || (text.length <= bytes && utf8Bytes(text) <= bytes);
}

/** The beginning of a text, never half a character. A copy: a slice would keep the whole text in memory. */
export function beginningOf(text: string, bytes: number): string {
  return decoder.decode(wholeCharacters(encoder.encode(text.slice(0, bytes)), bytes));
}

function wholeCharacters(encoded: Uint8Array, bytes: number): Uint8Array {
  let end = Math.min(bytes, encoded.length);
  // Bytes that continue a character begin with the bits 10.
  while (end > 0 && end < encoded.length && ((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return encoded.subarray(0, end);
}

/** Roughly what a value comes to in JSON: characters, not bytes, and without writing it. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 6;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value) size += sizeOf(item) + 1;
    return size;
  }
  for (const name in value) size += name.length + 4 + sizeOf((value as Record<string, unknown>)[name]);
  return size;
}
