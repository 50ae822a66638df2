import { formatAddress, parseAddress, parseHost, parsePort } from "./address";
import { type DecodeFailure, type Decoding, wrongShape } from "./decoding";
import type { Fields } from "./fields";
import { atPath, describe, excerpt, isEmpty, isObject, parseJson, toText } from "./json-value";
import type { Captures } from "./template";
import type { Codec, ValueSource } from "./types";

export type JsonCodec = Codec & { kind: "json" };

/** A member of the value, and the path where it stood. */
interface Found {
  path: string;
  value: unknown;
}

export function decodeJson(codec: JsonCodec, value: unknown, captures: Captures, fields: Fields): Decoding {
  if (!isObject(value)) return wrongShape(`Expected a JSON object, found ${describe(value)}.`, 0);
  for (const alternatives of codec.require ?? []) {
    const paths = alternatives.split("|");
    if (paths.some((path) => !isEmpty(atPath(value, path)))) continue;
    const [first = "", ...others] = paths;
    const or = others.length > 0 ? ` (or ${others.join(", ")})` : "";
    const names = Object.keys(value);
    const found =
      names.length > 0 ? `the value has ${excerpt(names.slice(0, 8).join(", "), 80)}` : "the value is empty";
    return wrongShape(`"${first}"${or} is missing; ${found}.`, 4);
  }
  const used = new Set<string>();
  const taken = new Map<string, Found>();
  for (const [field, source] of Object.entries(codec.map)) {
    const found = take(source, value, captures);
    // Lists and objects are no field of an instance; a port or an address of that form is wrong and says so below.
    if (isEmpty(found.value) || (typeof found.value === "object" && !ADDRESS_FIELDS.has(field))) continue;
    taken.set(field, found);
    const [member] = found.path.split(">");
    if (member !== undefined && !KEPT_IN_METADATA.has(field)) used.add(member);
  }
  const shape = checkAddress(taken, used);
  if (shape !== null) return shape;
  mergeMetadata(codec.metadata ?? [], value, used, fields);
  for (const [field, found] of taken) fields.set(field, toText(found.value));
  return { ok: true };
}

const ADDRESS_FIELDS = new Set(["host", "port", "address"]);
/** These are also worth reading as they were written. */
const KEPT_IN_METADATA = new Set(["weight", "registeredAt"]);

function take(source: ValueSource, value: unknown, captures: Captures): Found {
  if (Array.isArray(source)) {
    const path = source.find((candidate) => !isEmpty(atPath(value, candidate)));
    return path === undefined ? { path: "", value: undefined } : { path, value: atPath(value, path) };
  }
  if (typeof source === "object") {
    if ("constant" in source) return { path: "", value: source.constant };
    const found = atPath(value, source.path);
    if (isEmpty(found)) return { path: source.path, value: undefined };
    const text = toText(found);
    const meaning = Object.hasOwn(source.enumeration, text) ? source.enumeration[text] : text;
    return { path: source.path, value: meaning };
  }
  return source.startsWith("$")
    ? { path: "", value: captures.get(source.slice(1)) }
    : { path: source, value: atPath(value, source) };
}

/** Leaves `host` and `port` in `taken` as they will be used, or says which member is wrong. */
function checkAddress(taken: Map<string, Found>, used: Set<string>): DecodeFailure | null {
  const host = taken.get("host");
  const port = taken.get("port");
  const address = taken.get("address");
  taken.delete("address");
  if (port !== undefined) {
    const number = typeof port.value === "number" || typeof port.value === "string" ? parsePort(`${port.value}`) : null;
    if (number === null) {
      return wrongShape(`"${port.path}" should be a number from 1 to 65535, found ${describe(port.value)}.`, 4);
    }
    taken.set("port", { path: port.path, value: String(number) });
  }
  if (host !== undefined) {
    if (address !== undefined) used.delete(address.path);
    const name = typeof host.value === "string" ? parseHost(host.value) : null;
    if (name === null) {
      return wrongShape(`"${host.path}" should be a host without a port, found ${describe(host.value)}.`, 4);
    }
    taken.set("host", { path: host.path, value: name });
    return null;
  }
  if (address === undefined) return null;
  const text = typeof address.value === "string" ? address.value.trim() : "";
  const alone = parseHost(text);
  const whole = alone === null ? parseAddress(text) : { protocol: null, host: alone, port: 0 };
  if (whole === null) return wrongShape(`"${address.path}" should be host:port, found ${describe(address.value)}.`, 4);
  taken.set("host", { path: address.path, value: whole.host });
  if (port === undefined) taken.set("port", { path: address.path, value: String(whole.port) });
  if (whole.protocol !== null && !taken.has("protocol")) {
    taken.set("protocol", { path: address.path, value: whole.protocol });
  }
  return null;
}

function mergeMetadata(sources: string[], value: Record<string, unknown>, used: Set<string>, fields: Fields): void {
  const merged = new Set<string>();
  for (const source of sources) {
    if (source === "*") {
      for (const [name, member] of Object.entries(value)) {
        if (!used.has(name) && !merged.has(name) && !isEmpty(member)) fields.metadata.set(name, toText(member));
      }
      continue;
    }
    const equals = source.indexOf("=");
    const path = source.slice(equals + 1);
    const found = atPath(value, path);
    merged.add(path.split(">", 1)[0] ?? path);
    if (isEmpty(found)) continue;
    if (equals >= 0) {
      fields.metadata.set(source.slice(0, equals), toText(found));
      continue;
    }
    const inner = typeof found === "string" ? parseJson(found) : { ok: true as const, value: found };
    if (inner.ok && isObject(inner.value)) {
      for (const [name, member] of Object.entries(inner.value)) {
        if (member !== null) fields.metadata.set(name, toText(member));
      }
    } else fields.metadata.set(path, toText(found));
  }
}

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
