/** The floor: a watch over the same range with nothing behind it but a note of the time. */
import { Etcd3 } from "etcd3";
import { preciseClock } from "../clock";
import { PREFIX } from "../fleet";
import { serve } from "../worker";

export interface Arrivals {
  revision: Float64Array;
  at: Float64Array;
}

let stopWatch: (() => Arrivals) | undefined;

/** Resolves when etcd has created the watch. */
async function start({ hosts }: { hosts: string }): Promise<void> {
  const client = new Etcd3({ hosts });
  const clock = preciseClock();
  const revision: number[] = [];
  const at: number[] = [];
  const stream = await client.watchClient.watch();
  const created = new Promise<void>((resolve, reject) => {
    // After the watch was created this settles nothing any more: the stream ends with its client.
    stream.on("error", reject);
    stream.on("data", (message) => {
      const now = clock.now();
      if (message.created) resolve();
      for (const event of message.events) {
        revision.push(Number(event.kv.mod_revision));
        at.push(now);
      }
    });
  });
  const end = Buffer.from(PREFIX);
  end[end.length - 1] = (end[end.length - 1] ?? 0) + 1;
  // With previous values, as the console asks for them.
  stream.write({ create_request: { key: Buffer.from(PREFIX), range_end: end, prev_kv: true } });
  stopWatch = () => {
    client.close();
    return { revision: Float64Array.from(revision), at: Float64Array.from(at) };
  };
  await created;
}

function stop(): Arrivals {
  const end = stopWatch;
  if (!end) throw new Error("not started");
  stopWatch = undefined;
  return end();
}

const calls = { start, stop };
export type BareWatchCalls = typeof calls;
serve(calls);
