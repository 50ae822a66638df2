import { MEGABYTE, SNAPSHOT_BYTES } from "@/lib/budgets";
import { Problem } from "@/lib/errors";
import { type LiveStatus, PROTOCOL_VERSION, type Snapshot } from "@/lib/live/protocol";
import type { View } from "@/lib/registry/view";
import type { Turns } from "@/server/http/turns";

/** Characters between two turns of everybody else. */
const CHUNK_LENGTH = 256 * 1024;
const LISTS = ["instances", "tombstones", "unrecognized", "leases", "drains", "minimums"] as const;

/**
 * The view as a `Snapshot` in JSON. Written in turns, a few hundred entries in each: a view is immutable, so it may take its
 * time, and a large registry must not hold up what is streamed meanwhile. Its turns come before those of other answers,
 * because without it pages do not get back to the stream. Rejects with a Problem `over-budget`
 * where it comes to more than `mostBytes`.
 */
export async function encodeSnapshot(
  view: View,
  status: LiveStatus,
  turns: Turns,
  mostBytes = SNAPSHOT_BYTES,
): Promise<Buffer> {
  const { epoch, seq, revision } = view;
  const head: Omit<Snapshot, (typeof LISTS)[number]> = {
    protocol: PROTOCOL_VERSION,
    epoch,
    seq,
    revision,
    serverTime: status.serverTime,
    status,
  };
  const parts: Buffer[] = [];
  let bytes = 0;
  const add = (text: string): void => {
    const part = Buffer.from(text);
    bytes += part.length;
    if (bytes > mostBytes)
      throw new Problem(
        "over-budget",
        `The view comes to more than ${Math.round(mostBytes / MEGABYTE)} MB of JSON, which no page could hold. Watch fewer prefixes (ROLLCALL_PREFIXES); the lists answer in pages.`,
      );
    parts.push(part);
  };
  add(JSON.stringify(head).slice(0, -1));
  for (const name of LISTS) {
    add(`,"${name}":[`);
    await encodeList(view[name].values(), add, turns);
    add("]");
  }
  add("}");
  return Buffer.concat(parts);
}

async function encodeList(values: Iterable<unknown>, add: (text: string) => void, turns: Turns): Promise<void> {
  let chunk: string[] = [];
  let length = 0;
  let first = true;
  const end = () => {
    if (chunk.length === 0) return;
    add(`${first ? "" : ","}${chunk.join(",")}`);
    first = false;
    chunk = [];
    length = 0;
  };
  for (const value of values) {
    const text = JSON.stringify(value);
    chunk.push(text);
    length += text.length;
    if (length < CHUNK_LENGTH) continue;
    end();
    await turns.next("first");
  }
  end();
}
