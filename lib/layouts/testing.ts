import type { KeyValue } from "@/lib/etcd/port";
import { createLayoutSet } from "./layout-set";
import { parsePrefixes } from "./prefixes";
import type { Decoded } from "./types";

/** For tests: a key as etcd would hand it over. */
export function keyValueOf(key: string, value: string | Uint8Array): KeyValue {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return { key, value: bytes, createRevision: "5", modRevision: "7", version: "2", leaseId: "7587870284513460230" };
}

/** For tests: one key under the prefixes of a configuration. */
export function decodeUnder(prefixes: string, key: string, value: string | Uint8Array): Decoded {
  const parsed = parsePrefixes(prefixes);
  if (parsed.mistakes.length > 0) throw new Error(parsed.mistakes.join(" "));
  return createLayoutSet(parsed.prefixes).decode(key, [keyValueOf(key, value)]);
}
