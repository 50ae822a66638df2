import { formatAddress, parseAddress, parseUrl } from "./address";
import { decodeJson, encodeJson } from "./codec-json";
import { type Decoding, wrongShape } from "./decoding";
import type { Fields } from "./fields";
import { describe } from "./json-value";
import type { RawValue } from "./raw-value";
import type { Captures } from "./template";
import type { Codec } from "./types";

/** Reads a value into `fields`, which already hold what the key says. Never throws. */
export function decodeValue(codec: Codec, raw: RawValue, captures: Captures, fields: Fields): Decoding {
  if (codec.kind === "none") return { ok: true };
  const read = raw.text();
  if (!read.ok) return read;
  switch (codec.kind) {
    case "text":
      fields.set(codec.as, read.text);
      return { ok: true };
    case "address":
      return decodeAddress(read.text.trim(), fields);
    case "url":
      return decodeUrl(read.text.trim(), raw, fields);
    case "json": {
      const json = raw.json();
      return json.ok ? decodeJson(codec, json.value, captures, fields) : json;
    }
  }
}

function decodeAddress(text: string, fields: Fields): Decoding {
  const address = parseAddress(text);
  if (address === null) return wrongShape(`Expected host:port, found ${describe(text)}.`, 2);
  fields.set("host", address.host);
  fields.set("port", String(address.port));
  if (address.protocol !== null) fields.set("protocol", address.protocol);
  return { ok: true };
}

function decodeUrl(text: string, raw: RawValue, fields: Fields): Decoding {
  const url = parseUrl(text);
  if (url === null) {
    return wrongShape(`Expected a URL, found ${describe(text)}.`, text.includes("://") ? 3 : 1);
  }
  fields.set("host", url.host);
  fields.set("port", String(url.port));
  if (url.protocol !== null) fields.set("protocol", url.protocol);
  if (url.path !== "" && url.path !== "/") fields.metadata.set("path", raw.member("path", url.path));
  for (const [name, value] of url.query) fields.metadata.set(name, raw.member(name, value));
  return { ok: true };
}

/** The text of a value that `decodeValue` reads back as these fields, as far as the codec has places for them. */
export function encodeValue(codec: Codec, fields: Fields): string {
  const host = fields.get("host") ?? "";
  const port = Number(fields.get("port") ?? 0);
  const protocol = fields.get("protocol");
  switch (codec.kind) {
    case "none":
      return "";
    case "text":
      return fields.get(codec.as) ?? "";
    case "address":
      return formatAddress(host, port);
    case "url":
      return `${protocol ?? "http"}://${formatAddress(host, port)}`;
    case "json":
      return encodeJson(codec, fields, { host, port, protocol });
  }
}
