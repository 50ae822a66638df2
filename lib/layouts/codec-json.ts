import { formatAddress, parseAddress, parseHost, parsePort } from "./address";
import { type DecodeFailure, type Decoding, wrongShape } from "./decoding";
import type { Fields } from "./fields";
import { compilePath, compileSource, type Found, type Path } from "./json-source";
import { describe, excerpt, isBlank, isEmpty, isObject, parseJson, toText } from "./json-value";
import type { Captures } from "./template";
import type { Codec } from "./types";

export type JsonCodec = Codec & { kind: "json" };

/** What a JSON codec does with a parsed value. Compiled once per rule. */
export function compileJson(codec: JsonCodec): (value: unknown, captures: Captures, fields: Fields) => Decoding {
  const required = (codec.require ?? []).map((alternatives) => alternatives.split("|").map(compilePath));
  const sources = Object.entries(codec.map).map(([field, source]) => ({ field, take: compileSource(source) }));
  const mergeMetadata = compileMetadata(codec.metadata ?? []);
  return (value, captures, fields) => {
    if (!isObject(value)) return wrongShape(() => `Expected a JSON object, found ${describe(value)}.`, 0);
    for (const paths of required) {
      if (paths.every((path) => isBlank(path.of(value)))) return wrongShape(() => missing(paths, value), 4);
    }
    const used = new Set<string>();
    const taken = new Map<string, Found>();
    for (const { field, take } of sources) {
      const found = take(value, captures);
      // Lists and objects are no field of an instance; a port or an address of that form is wrong and says so below.
      if (found === null || (typeof found.value === "object" && !ADDRESS_FIELDS.has(field))) continue;
      taken.set(field, found);
      if (!KEPT_IN_METADATA.has(field)) used.add(found.member);
    }
    const shape = checkAddress(taken, used);
    if (shape !== null) return shape;
    mergeMetadata(value, used, fields);
    for (const [field, found] of taken) {
      const text = toText(found.value);
      // Blanks around a name, a host, a port or a protocol mean nothing; metadata stay as they were written.
      fields.set(field, field.startsWith("metadata.") ? text : text.trim());
    }
    return { ok: true };
  };
}

const ADDRESS_FIELDS = new Set(["host", "port", "address"]);
/** These are also worth reading as they were written. */
const KEPT_IN_METADATA = new Set(["weight", "registeredAt"]);

function missing(paths: Path[], value: Record<string, unknown>): string {
  const [first = "", ...others] = paths.map((path) => path.text);
  const or = others.length > 0 ? ` (or ${others.join(", ")})` : "";
  const names = Object.keys(value);
  const found = names.length > 0 ? `the value has ${excerpt(names.slice(0, 8).join(", "), 80)}` : "the value is empty";
  return `"${first}"${or} is missing; ${found}.`;
}

/** Leaves `host` and `port` in `taken` as they will be used, or says which member is wrong. */
function checkAddress(taken: Map<string, Found>, used: Set<string>): DecodeFailure | null {
  const host = taken.get("host");
  const port = taken.get("port");
  const address = taken.get("address");
  taken.delete("address");
  if (port !== undefined) {
    const number = toPort(port.value);
    if (number === null) {
      return wrongShape(
        () => `"${port.path}" should be a number from 1 to 65535, or 0 for none, found ${describe(port.value)}.`,
        4,
      );
    }
    // 0 is none: another place may name one.
    if (number === 0) taken.delete("port");
    else taken.set("port", { ...port, value: String(number) });
  }
  if (host !== undefined) {
    if (address !== undefined) used.delete(address.member);
    const name = typeof host.value === "string" ? parseHost(host.value) : null;
    if (name === null) {
      return wrongShape(() => `"${host.path}" should be a host without a port, found ${describe(host.value)}.`, 4);
    }
    taken.set("host", { ...host, value: name });
    return null;
  }
  if (address === undefined) return null;
  const text = typeof address.value === "string" ? address.value.trim() : "";
  const alone = parseHost(text);
  const whole = alone === null ? parseAddress(text) : { protocol: null, host: alone, port: 0 };
  if (whole === null)
    return wrongShape(() => `"${address.path}" should be host:port, found ${describe(address.value)}.`, 4);
  // A URL says more than the endpoint keeps.
  if (text.includes("://")) used.delete(address.member);
  taken.set("host", { ...address, value: whole.host });
  if (!taken.has("port")) taken.set("port", { ...address, value: String(whole.port) });
  if (whole.protocol !== null && !taken.has("protocol")) {
    taken.set("protocol", { ...address, value: whole.protocol });
  }
  return null;
}

/** A number, or its digits; some languages write whole numbers as 80.0. */
function toPort(value: unknown): number | null {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 && value <= 65535 ? value : null;
  return typeof value === "string" ? parsePort(value.trim().replace(/\.0+$/, "")) : null;
}

type MergeMetadata = (value: Record<string, unknown>, used: ReadonlySet<string>, fields: Fields) => void;

function compileMetadata(sources: string[]): MergeMetadata {
  const named = sources
    .filter((source) => source !== "*")
    .map((source) => {
      const equals = source.indexOf("=");
      return { name: equals < 0 ? null : source.slice(0, equals), path: compilePath(source.slice(equals + 1)) };
    });
  const merged = new Set(named.map(({ path }) => path.member));
  const rest = sources.includes("*");
  return (value, used, fields) => {
    for (const { name, path } of named) {
      const found = path.of(value);
      if (isEmpty(found)) continue;
      if (name !== null) fields.metadata.set(name, toText(found));
      else mergeObject(path.text, found, fields);
    }
    if (!rest) return;
    for (const name of Object.keys(value)) {
      const member = value[name];
      if (!used.has(name) && !merged.has(name) && !isEmpty(member)) fields.metadata.set(name, toText(member));
    }
  };
}

/** Some writers put a string that holds JSON where others put the object. */
function mergeObject(name: string, found: unknown, fields: Fields): void {
  const inner = typeof found === "string" ? parseJson(found) : { ok: true as const, value: found };
  if (!inner.ok || !isObject(inner.value)) {
    fields.metadata.set(name, toText(found));
    return;
  }
  for (const [entry, member] of Object.entries(inner.value)) {
    if (member !== null) fields.metadata.set(entry, toText(member));
  }
}

/** The JSON text that a compiled codec reads back as these fields, as far as it has places for them. */
export function encodeJson(
  codec: JsonCodec,
  fields: Fields,
  { host, port, protocol }: { host: string; port: number; protocol: string | undefined },
): string {
  const members = new Map<string, unknown>(Object.entries(codec.base ?? {}));
  const place = (field: string, value: unknown) => {
    const source = codec.map[field];
    const path = Array.isArray(source) ? source[0] : typeof source === "string" ? source : undefined;
    if (path !== undefined && !path.includes(">") && !path.startsWith("$")) members.set(path, value);
  };
  if (codec.map.host === undefined) place("address", formatAddress(host, port));
  else {
    place("host", host);
    place("port", port);
  }
  if (protocol !== undefined) place("protocol", protocol);
  const home = codec.metadata?.find((source) => !source.includes("=") && source !== "*");
  if (home !== undefined && fields.metadata.size > 0) members.set(home, Object.fromEntries(fields.metadata));
  return JSON.stringify(Object.fromEntries(members));
}
