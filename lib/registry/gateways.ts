import { z } from "@/lib/api/zod";
import type { KeyValue } from "@/lib/etcd/port";
import { compareRevisions } from "./revision";
import type { Revision } from "./types";

/** Where gateways in processes of their own say which revision they honour, each under a lease. */
export const GATEWAYS_PREFIX = "/rollcall/gateways/";

export interface GatewayNews {
  name: string;
  address: string;
  revision: Revision;
  at: number;
}

const stored = z.object({ address: z.string(), revision: z.string().regex(/^\d+$/), at: z.number() });

/** Null where the key holds no such news: somebody else's writing ends no reader. */
export function readGatewayNews({ key, value }: Pick<KeyValue, "key" | "value">): GatewayNews | null {
  if (!key.startsWith(GATEWAYS_PREFIX)) return null;
  try {
    const read = stored.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(value)));
    return read.success ? { name: key.slice(GATEWAYS_PREFIX.length), ...read.data } : null;
  } catch {
    return null;
  }
}

/** Those that may still send to whoever was there before `revision`. */
export function behind(gateways: readonly GatewayNews[], revision: Revision): GatewayNews[] {
  return gateways.filter((one) => compareRevisions(one.revision, revision) < 0);
}
