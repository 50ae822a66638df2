import { KEY_CLASSES, type KeyClass } from "./key-class";
import { isLoose, type Part, parseTemplate } from "./template-parse";

export type Captures = Map<string, string>;

/** A compiled key template: `decode` and `encode` are inverse to each other. */
export interface Template {
  /** As written, with the prefix in place: for people. */
  text: string;
  /** How many characters of a matching key are given, the prefix not counted. */
  specificity: number;
  /** The captures, or null where the key has another form. Linear in the key's length, whatever the key. */
  decode(key: string): Captures | null;
  encode(captures: ReadonlyMap<string, string>): EncodedKey;
}

/** A key, or the capture that cannot stand in one and why. */
export type EncodedKey = { ok: true; key: string } | { ok: false; field: string; message: string };

/**
 * Matching never goes back: parts before the loose one are read from the left, where a capture ends at the first
 * occurrence of the text that follows it; parts after it from the right, where a capture begins after the last
 * occurrence of the text before it; the loose one takes the middle.
 */
export function compileTemplate(template: string, prefix: string): Template {
  const parts = parseTemplate(template, prefix);
  const found = parts.findIndex(isLoose);
  const loose = found < 0 ? parts.length : found;
  const last = parts.at(-1);
  const endings = found < 0 && last?.kind === "literal" && parts.length > 1 ? last.options : null;
  const leftParts = parts.slice(0, endings === null ? loose : -1);
  const decode = (key: string): Captures | null => {
    const captures: Captures = new Map();
    const tail = endings === null ? "" : endingOf(endings, key, 0);
    if (tail === null) return null;
    const left = readLeft(leftParts, key, key.length - tail.length, captures);
    if (left === null) return null;
    if (found < 0) return left === key.length - tail.length ? captures : null;
    const right = readRight(parts, loose, key, left, captures);
    if (right === null || right < left) return null;
    return readLoose(parts[loose], key.slice(left, right), captures) ? captures : null;
  };
  return {
    text: template.replaceAll("{prefix}", () => prefix),
    specificity: parts.reduce((sum, part) => sum + weightOf(part), 0) - prefix.length,
    decode,
    encode(values) {
      const written = parts.map((part) => write(part, values));
      const refusal = written.find((piece) => typeof piece !== "string");
      if (refusal !== undefined && typeof refusal !== "string") return { ok: false, ...refusal };
      const key = written.join("");
      const readBack = decode(key);
      for (const part of parts) {
        if (part.kind === "literal") continue;
        if ((readBack?.get(part.name) ?? "") !== (values.get(part.name) ?? ""))
          return { ok: false, field: part.name, message: `would be read as something else in the key ${key}` };
      }
      return { ok: true, key };
    },
  };
}

function weightOf(part: Part): number {
  if (part.kind === "literal") return Math.min(...part.options.map((option) => option.length));
  return part.kind === "capture" && part.keyClass !== "segment" && part.keyClass !== "any" ? 1 : 0;
}

function readLeft(parts: Part[], key: string, end: number, captures: Captures): number | null {
  let left = 0;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (part === undefined || part.kind === "root") return null;
    if (part.kind === "literal") {
      const option = part.options.find((text) => key.startsWith(text, left));
      if (option === undefined) return null;
      left += option.length;
      continue;
    }
    const next = parts[index + 1];
    const stop = next?.kind === "literal" ? firstOf(next.options, key, left) : end;
    if (stop === null || stop > end || !readCapture(part, key.slice(left, stop), captures)) return null;
    left = stop;
  }
  return left;
}

function readRight(parts: Part[], loose: number, key: string, left: number, captures: Captures): number | null {
  let right = key.length;
  for (let index = parts.length - 1; index > loose; index--) {
    const part = parts[index];
    if (part === undefined || part.kind === "root") return null;
    if (part.kind === "literal") {
      const option = endingOf(part.options, key.slice(0, right), left);
      if (option === null) return null;
      right -= option.length;
      continue;
    }
    const before = parts[index - 1];
    const options = before?.kind === "literal" ? before.options : ["/"];
    const begin = Math.max(
      ...options.map((text) => endOfLast(text, key, left, right)),
      before?.kind === "root" ? left : -1,
    );
    if (begin < 0 || !readCapture(part, key.slice(begin, right), captures)) return null;
    right = begin;
  }
  return right;
}

function readLoose(part: Part | undefined, text: string, captures: Captures): boolean {
  if (part?.kind === "capture") return readCapture(part, text, captures);
  if (part?.kind !== "root" || (text !== "" && !text.endsWith("/"))) return false;
  if (text !== "") captures.set(part.name, text.slice(0, -1));
  return true;
}

function readCapture(part: Part & { kind: "capture" }, text: string, captures: Captures): boolean {
  if (text === "" || !KEY_CLASSES[part.keyClass](text)) return false;
  const value = part.filter === null ? text : part.filter === "pct" ? percentDecode(text) : reverse(text, "/", ".");
  if (value === null) return false;
  captures.set(part.name, value);
  return true;
}

function write(part: Part, values: ReadonlyMap<string, string>): string | { field: string; message: string } {
  if (part.kind === "literal") return part.options[0] ?? "";
  const value = values.get(part.name) ?? "";
  if (part.kind === "root") return value === "" ? "" : `${value}/`;
  if (value === "") return { field: part.name, message: "is missing" };
  const text =
    part.filter === null ? value : part.filter === "pct" ? encodeURIComponent(value) : reverse(value, ".", "/");
  if (KEY_CLASSES[part.keyClass](text)) return text;
  return { field: part.name, message: classMessage(part.keyClass) };
}

function classMessage(keyClass: KeyClass): string {
  if (keyClass === "segment") return 'may not contain "/": it is one segment of the key';
  if (keyClass === "nopipe") return 'may not contain "|": it is one part of the key';
  return `does not have the form "${keyClass}" that this layout's keys want`;
}

function firstOf(options: string[], key: string, from: number): number | null {
  const only = options[0];
  if (options.length === 1 && only !== undefined) {
    const index = key.indexOf(only, from);
    return index < 0 ? null : index;
  }
  const found = options.map((text) => key.indexOf(text, from)).filter((index) => index >= 0);
  return found.length > 0 ? Math.min(...found) : null;
}

/** Where the last occurrence of `text` within [left, right) ends; -1 where there is none. */
function endOfLast(text: string, key: string, left: number, right: number): number {
  if (right - text.length < left) return -1;
  const index = key.lastIndexOf(text, right - text.length);
  return index < left ? -1 : index + text.length;
}

function endingOf(options: string[], key: string, left: number): string | null {
  return options.find((text) => key.length - text.length >= left && key.endsWith(text)) ?? null;
}

function percentDecode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function reverse(text: string, from: string, to: string): string {
  return text.split(from).reverse().join(to);
}
