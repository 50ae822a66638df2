import { formatAddress, parseAddress, parseUrl } from "./address";
import { compileJson, encodeJson } from "./codec-json";
import { type Decoding, wrongShape } from "./decoding";
import type { Fields } from "./fields";
import { describe } from "./json-value";
import type { RawValue } from "./raw-value";
import type { Captures } from "./template";
import type { Codec } from "./types";

/** Reads a value into `fields`, which already hold what the key says. Never throws. */
export type ReadValue = (raw: RawValue, captures: Captures, fields: Fields) => Decoding;

export function compileCodec(codec: Codec): ReadValue {
  switch (codec.kind) {
    case "none":
      return () => ({ ok: true });
    case "text":
      return readText((text, _raw, fields) => {
        fields.set(codec.as, codec.as.startsWith("metadata.") ? text : text.trim());
        return { ok: true };
      });
    case "address":
      return readText(decodeAddress);
    case "url":
      return readText(decodeUrl);
    case "json": {
      const decode = compileJson(codec);
      return (raw, captures, fields) => {
        const json = raw.json();
        return json.ok ? decode(json.value, captures, fields) : json;
      };
    }
  }
}

function readText(decode: (text: string, raw: RawValue, fields: Fields) => Decoding): ReadValue {
  return (raw, _captures, fields) => {
    const read = raw.text();
    return read.ok ? decode(read.text, raw, fields) : read;
  };
}

function decodeAddress(text: string, _raw: RawValue, fields: Fields): Decoding {
  const address = parseAddress(text);
  if (address === null) return wrongShape(() => `Expected host:port, found ${describe(text)}.`, 2);
  fields.set("host", address.host);
  fields.set("port", String(address.port));
  if (address.protocol !== null) fields.set("protocol", address.protocol);
  return { ok: true };
}

function decodeUrl(text: string, raw: RawValue, fields: Fields): Decoding {
  const url = parseUrl(text.trim());
  if (url === null) {
    return wrongShape(() => `Expected a URL, found ${describe(text)}.`, text.includes("://") ? 3 : 1);
  }
  fields.set("host", url.host);
  fields.set("port", String(url.port));
  if (url.protocol !== null) fields.set("protocol", url.protocol);
  if (url.path !== "" && url.path !== "/") fields.metadata.set("path", raw.member("path", url.path));
  for (const [name, value] of url.query) fields.metadata.set(name, raw.member(name, value));
  return { ok: true };
}

/** The text of a value that `compileCodec`'s reader reads back as these fields, as far as the codec has places for them. */
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
