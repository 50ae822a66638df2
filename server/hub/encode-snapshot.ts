import { setImmediate } from "node:timers/promises";
import { type LiveStatus, PROTOCOL_VERSION, type Snapshot } from "@/lib/live/protocol";
import type { View } from "@/lib/registry/view";

const CHUNK = 500;
const LISTS = ["instances", "tombstones", "unrecognized", "leases", "drains", "minimums"] as const;

/**
 * The view as a `Snapshot` in JSON. The event loop gets a turn every few hundred entries: a view is immutable, so it
 * may take its time, and a large registry must not hold up what is streamed meanwhile.
 */
export async function encodeSnapshot(view: View, status: LiveStatus): Promise<Buffer> {
  const { epoch, seq, revision } = view;
  const head: Omit<Snapshot, (typeof LISTS)[number]> = {
    protocol: PROTOCOL_VERSION,
    epoch,
    seq,
    revision,
    serverTime: status.serverTime,
    status,
  };
  const parts = [Buffer.from(JSON.stringify(head).slice(0, -1))];
  for (const name of LISTS) {
    parts.push(Buffer.from(`,"${name}":[`));
    await encodeList(view[name].values(), parts);
    parts.push(Buffer.from("]"));
  }
  parts.push(Buffer.from("}"));
  return Buffer.concat(parts);
}

async function encodeList(values: Iterable<unknown>, parts: Buffer[]): Promise<void> {
  let chunk: string[] = [];
  let first = true;
  const end = () => {
    if (chunk.length === 0) return;
    parts.push(Buffer.from(`${first ? "" : ","}${chunk.join(",")}`));
    first = false;
    chunk = [];
  };
  for (const value of values) {
    chunk.push(JSON.stringify(value));
    if (chunk.length < CHUNK) continue;
    end();
    await setImmediate();
  }
  end();
}
