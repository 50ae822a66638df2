import type { DecodeFailure } from "./decoding";
import { describe, excerpt, parseJson } from "./json-value";
import { MAX_DEPTH, REDACTED, type Redactor } from "./redact";

/** Beyond this nobody wrote a registration, and reading it would hold up everything behind it. */
export const MAX_VALUE_BYTES = 512 * 1024;

type Read<T> = ({ ok: true } & T) | DecodeFailure;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** A value, read at most once however many codecs ask, with its secrets hidden before anybody sees them. */
export class RawValue {
  #plain: Read<{ text: string }> | undefined;
  #text: Read<{ text: string }> | undefined;
  #json: Read<{ value: unknown }> | undefined;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly redactor: Redactor,
  ) {}

  text(): Read<{ text: string }> {
    this.#plain ??= readText(this.bytes);
    this.#text ??= this.#plain.ok ? { ok: true, text: this.redactor.text(this.#plain.text) } : this.#plain;
    return this.#text;
  }

  json(): Read<{ value: unknown }> {
    this.#plain ??= readText(this.bytes);
    this.#json ??= this.#plain.ok ? readJson(this.#plain.text, this.redactor) : this.#plain;
    return this.#json;
  }

  /** What may be shown of a member that a codec took out of the text and unescaped. */
  member(name: string, text: string): string {
    return this.redactor.isSecret(name) && text !== "" ? REDACTED : this.redactor.text(text);
  }
}

function readText(bytes: Uint8Array): Read<{ text: string }> {
  if (bytes.length > MAX_VALUE_BYTES) {
    const detail = () => `The value has ${bytes.length} bytes; more than ${MAX_VALUE_BYTES} are not read.`;
    return { ok: false, reason: "value-too-large", detail, progress: 9 };
  }
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    const detail = () =>
      `The value is not UTF-8: it has ${bytes.length} bytes and begins with ${hex(bytes.subarray(0, 2))}.`;
    return { ok: false, reason: "value-not-utf8", detail, progress: 9 };
  }
}

function readJson(text: string, redactor: Redactor): Read<{ value: unknown }> {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const looksLikeJson = /^\s*[{[]/.test(text);
    const detail = () =>
      text === ""
        ? "The value is empty; JSON was expected."
        : `The value is not JSON: it begins with ${describe(excerpt(redactor.text(text)))}.`;
    return { ok: false, reason: "value-not-json", detail, progress: looksLikeJson ? 4 : 0 };
  }
  try {
    return { ok: true, value: redactor.value(parsed.value) };
  } catch {
    const detail = () => `The JSON is nested more than ${MAX_DEPTH} levels deep.`;
    return { ok: false, reason: "value-wrong-shape", detail, progress: 4 };
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
