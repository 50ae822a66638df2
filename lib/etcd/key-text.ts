/**
 * Keys are bytes; on the wire and on the screen they are text: UTF-8, and `\xNN` for every byte that is not part of
 * valid UTF-8. A backslash that would read as such an escape is written `\x5c`, so every byte string comes back as it was.
 */
const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ESCAPE = /\\x([0-9a-fA-F]{2})/g;
const BACKSLASH = 0x5c;

export function bytesToKeyText(bytes: Uint8Array): string {
  try {
    const text = strict.decode(bytes);
    return text.includes("\\x") ? text.replace(/\\(?=x[0-9a-fA-F]{2})/g, "\\x5c") : text;
  } catch {
    return mixedToText(bytes);
  }
}

export function keyTextToBytes(text: string): Uint8Array {
  if (!text.includes("\\x")) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    parts.push(encoder.encode(text.slice(from, match.index)), Uint8Array.of(Number.parseInt(match[1] ?? "", 16)));
    from = match.index + match[0].length;
  }
  parts.push(encoder.encode(text.slice(from)));
  return concatenate(parts);
}

/** Order of the keys' bytes, which is etcd's order. JavaScript's own order differs beyond U+FFFF and for escapes. */
export function compareKeys(a: string, b: string): number {
  if (!NEEDS_BYTES.test(a) && !NEEDS_BYTES.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  return compareBytes(keyTextToBytes(a), keyTextToBytes(b));
}

const NEEDS_BYTES = /[\\\ud800-\udfff]/;

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The slow way, for bytes that are not UTF-8 throughout: sequence by sequence. */
function mixedToText(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] ?? 0);
    const sequence = length > 0 && at + length <= bytes.length ? decoded(bytes.subarray(at, at + length)) : null;
    if (sequence === null || readsAsEscape(bytes, at)) {
      text += `\\x${(bytes[at] ?? 0).toString(16).padStart(2, "0")}`;
      at += 1;
    } else {
      text += sequence;
      at += length;
    }
  }
  return text;
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

function decoded(sequence: Uint8Array): string | null {
  try {
    return strict.decode(sequence);
  } catch {
    return null;
  }
}

function readsAsEscape(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === BACKSLASH && bytes[at + 1] === 0x78 && isHex(bytes[at + 2]) && isHex(bytes[at + 3]);
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function concatenate(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
