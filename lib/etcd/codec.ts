/** etcd's messages as the etcd3 package shows them (int64 as strings), to and from the port's. */
import type { IDeleteRangeRequest, IPutRequest, IRangeRequest } from "etcd3";
import type { Key, LeaseId } from "@/lib/registry/types";
import { bytesToKeyText, keyTextToBytes } from "./key-text";
import type { Header, KeyRange, KeyValue, RangeRequest, WatchEvent } from "./port";

export interface RawHeader {
  cluster_id: string;
  member_id: string;
  revision: string;
  raft_term: string;
}

export interface RawKeyValue {
  key: Uint8Array;
  value: Uint8Array;
  create_revision: string;
  mod_revision: string;
  version: string;
  lease: string;
}

export interface RawEvent {
  type: string;
  kv: RawKeyValue;
  prev_kv: RawKeyValue | null;
}

export function toHeader(raw: RawHeader | null | undefined): Header {
  return {
    clusterId: raw?.cluster_id ?? "0",
    memberId: raw?.member_id ?? "0",
    revision: raw?.revision ?? "0",
    raftTerm: raw?.raft_term ?? "0",
  };
}

export function toKeyValue(raw: RawKeyValue): KeyValue {
  return {
    key: bytesToKeyText(raw.key),
    value: raw.value,
    createRevision: raw.create_revision,
    modRevision: raw.mod_revision,
    version: raw.version,
    leaseId: toLeaseId(raw.lease),
  };
}

export function toLeaseId(raw: string): LeaseId | null {
  return raw === "0" ? null : raw;
}

/** `prev_kv` is null for a creation, and where etcd has compacted it away. */
export function toWatchEvent(raw: RawEvent): WatchEvent {
  const previous = raw.prev_kv ? toKeyValue(raw.prev_kv) : null;
  if (raw.type.toLowerCase() === "delete")
    return { type: "delete", key: bytesToKeyText(raw.kv.key), modRevision: raw.kv.mod_revision, previous };
  return { type: "put", keyValue: toKeyValue(raw.kv), previous };
}

export function keyBytes(key: Key): Buffer {
  return Buffer.from(keyTextToBytes(key));
}

export function fromRange(range: KeyRange | { key: Key }): { key: Buffer; range_end?: Buffer } {
  return "key" in range ? { key: keyBytes(range.key) } : { key: keyBytes(range.start), range_end: keyBytes(range.end) };
}

export function fromRangeRequest(request: RangeRequest): IRangeRequest {
  return {
    ...fromRange(request.range),
    ...(request.limit === undefined ? {} : { limit: request.limit }),
    ...(request.revision === undefined ? {} : { revision: request.revision }),
    ...(request.minModRevision === undefined ? {} : { min_mod_revision: request.minModRevision }),
    keys_only: request.keysOnly ?? false,
    count_only: request.countOnly ?? false,
  };
}

export function fromPut(put: { key: Key; value: Uint8Array; lease?: LeaseId; ignoreLease?: boolean }): IPutRequest {
  return {
    key: keyBytes(put.key),
    value: Buffer.from(put.value),
    ...(put.lease === undefined ? {} : { lease: put.lease }),
    ignore_lease: put.ignoreLease ?? false,
  };
}

export function fromDelete(range: KeyRange | { key: Key }): IDeleteRangeRequest {
  return fromRange(range);
}
