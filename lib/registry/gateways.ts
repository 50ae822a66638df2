import { z } from "@/lib/api/zod";
import type { KeyValue } from "@/lib/etcd/port";
import type { Opened, RecordKind, Records } from "@/lib/records/records";
import { compareRevisions } from "./revision";
import type { LeaseId, Revision } from "./types";

/** Where gateways in processes of their own say which revision they honour, each under a lease. */
export const GATEWAYS_PREFIX = "/rollcall/gateways/";

export interface GatewayNews {
  name: string;
  address: string;
  revision: Revision;
  at: number;
}

interface StoredNews {
  address: string;
  revision: Revision;
  at: number;
  /** The lease that it hangs on: a copy under another one is not believed. */
  lease: LeaseId;
}

const GATEWAYS: RecordKind<StoredNews> = {
  name: "gateways",
  schema: (time) =>
    z.object({
      address: z.string(),
      revision: z.string().regex(/^\d+$/),
      at: time,
      lease: z.string().regex(/^\d+$/),
    }),
};

export function encodeGatewayNews({ name, ...news }: GatewayNews & { lease: LeaseId }, records: Records): Uint8Array {
  return records.seal(GATEWAYS, GATEWAYS_PREFIX + name, news);
}

/** Believed only as long as it hangs on the lease that it names: a gateway that ended is waited for no longer. */
export function readGatewayNews(keyValue: KeyValue, records: Records): Opened<GatewayNews> {
  const opened = records.open(GATEWAYS, keyValue);
  if (opened.state === "unreadable") return opened;
  const { lease, ...news } = opened.record;
  const record = { name: keyValue.key.slice(GATEWAYS_PREFIX.length), ...news };
  if (opened.state === "signed" && lease !== keyValue.leaseId)
    return { state: "unreadable", reason: "value-wrong-shape", detail: "It does not hang on the lease that it names." };
  return { ...opened, record };
}

/** Those that may still send to whoever was there before `revision`. */
export function behind(gateways: readonly GatewayNews[], revision: Revision): GatewayNews[] {
  return gateways.filter((one) => compareRevisions(one.revision, revision) < 0);
}
