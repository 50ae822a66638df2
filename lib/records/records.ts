import { z } from "@/lib/api/zod";
import type { KeyValue } from "@/lib/etcd/port";
import type { Key, UnrecognizedReason } from "@/lib/registry/types";

/** What consoles keep in etcd themselves. Each kind lies in a folder of its own and is signed with a key of its own. */
export const RECORD_KINDS = ["audit", "evicted", "drains", "minimums", "gateways"] as const;
export type RecordKindName = (typeof RECORD_KINDS)[number];

/** HMAC-SHA-256 with the key of one kind. Synchronous, so that a record is judged where it is read. */
export interface RecordSigner {
  sign(kind: RecordKindName, text: string): string;
  /** Compares in constant time. */
  verify(kind: RecordKindName, text: string, signature: string): boolean;
}

export interface RecordKind<T extends object> {
  readonly name: RecordKindName;
  /** `time`: milliseconds since 1970, within a century of now. */
  schema(time: z.ZodType<number>): z.ZodType<T>;
}

/** `signed` alone may be believed. `unsigned` has the right form, and anybody may have written it. */
export type Opened<T> =
  | { state: "signed"; record: T }
  | { state: "unsigned"; record: T; detail: string }
  | { state: "unreadable"; reason: UnrecognizedReason; detail: string };

/**
 * Writes and reads the consoles' own records: JSON that anybody can read with etcdctl, in which `v` is the version and
 * `sig` authenticates version, key and content together.
 */
export interface Records {
  now(): number;
  seal<T extends object>(kind: RecordKind<T>, key: Key, record: T): Uint8Array;
  /** Never throws, whatever the value is. */
  open<T extends object>(kind: RecordKind<T>, keyValue: Pick<KeyValue, "key" | "value">): Opened<T>;
}

export const RECORD_VERSION = 1;
const CENTURY_MS = 100 * 365.25 * 86_400_000;

/** Without a signer nothing is believed, and nothing can be written. */
export function createRecords({ signer, now }: { signer: RecordSigner | null; now: () => number }): Records {
  const time = z
    .number()
    .refine((at) => Math.abs(at - now()) <= CENTURY_MS, "is no time within a century of now") as z.ZodType<number>;
  const schemas = new Map<RecordKindName, z.ZodType>();
  /** The console reads each value twice, for the trail and for the view. */
  const read = new WeakMap<Uint8Array, { key: Key; opened: Opened<object> }>();

  function schemaOf<T extends object>(kind: RecordKind<T>): z.ZodType<T> {
    const known = schemas.get(kind.name) ?? kind.schema(time);
    schemas.set(kind.name, known);
    return known as z.ZodType<T>;
  }

  function open<T extends object>(kind: RecordKind<T>, key: Key, value: Uint8Array): Opened<T> {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value));
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
      return unreadable("value-wrong-shape", "Expected a JSON object.");
    const { v, sig, ...content } = parsed as Record<string, unknown>;
    if (typeof v === "number" && v > RECORD_VERSION)
      return unreadable("value-wrong-shape", `A later version of Rollcall wrote it: its version is ${v}.`);
    const result = schemaOf(kind).safeParse(content);
    if (!result.success) {
      const [issue] = result.error.issues;
      return unreadable("value-wrong-shape", `${issue?.path.join(".") || "The record"}: ${issue?.message ?? "wrong"}.`);
    }
    const record = result.data;
    if (v === undefined || sig === undefined) return { state: "unsigned", record, detail: NO_SIGNATURE };
    if (!signer) return { state: "unsigned", record, detail: NO_SECRET };
    const isOurs = typeof sig === "string" && signer.verify(kind.name, signedText(v, key, content), sig);
    return isOurs ? { state: "signed", record } : { state: "unsigned", record, detail: OTHER_SECRET };
  }

  return {
    now,
    seal(kind, key, record) {
      if (!signer) throw new Error("Nothing can be signed without a secret");
      const content = JSON.parse(JSON.stringify(record)) as Record<string, unknown>;
      const sig = signer.sign(kind.name, signedText(RECORD_VERSION, key, content));
      return new TextEncoder().encode(JSON.stringify({ v: RECORD_VERSION, ...content, sig }));
    },
    open<T extends object>(kind: RecordKind<T>, { key, value }: Pick<KeyValue, "key" | "value">): Opened<T> {
      const known = read.get(value);
      if (known?.key === key) return known.opened as Opened<T>;
      let opened: Opened<T>;
      try {
        opened = open(kind, key, value);
      } catch (error) {
        opened = failed(error);
      }
      read.set(value, { key, opened });
      return opened;
    },
  };
}

const NO_SIGNATURE = "It is not signed: an earlier version of Rollcall wrote it, or somebody by hand.";
const OTHER_SECRET =
  "Its signature is not by this secret: a console with another ROLLCALL_SECRET wrote it, or it was altered.";
const NO_SECRET = "It cannot be verified here: no secret is known.";

function unreadable(reason: UnrecognizedReason, detail: string): Opened<never> {
  return { state: "unreadable", reason, detail };
}

/** A text that is no UTF-8 is a TypeError; one that is nested beyond the stack, a RangeError. */
function failed(error: unknown): Opened<never> {
  if (error instanceof SyntaxError) return unreadable("value-not-json", "Expected JSON.");
  if (error instanceof TypeError) return unreadable("value-not-utf8", "Expected UTF-8 text.");
  return unreadable("value-wrong-shape", "It cannot be read.");
}

function signedText(version: unknown, key: Key, content: object): string {
  return canonical(["rollcall record", version, key, content]);
}

/** JSON in which the members of each object stand in the order of their names, so that equal contents are one text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
