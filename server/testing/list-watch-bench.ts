import { expect } from "vitest";
import { createListWatch } from "@/lib/etcd/list-watch";
import type { ListWatchMessage, ListWatchOptions, ListWatchStatus } from "@/lib/etcd/list-watch.types";
import type { WatchEvent } from "@/lib/etcd/port";
import { createManualClock } from "@/lib/manual-clock";
import { createFakeEtcd } from "./fake-etcd";

/** A list-watch over the fake, on a clock turned by hand, and what it said. */
export function createListWatchBench(options: Partial<ListWatchOptions> = {}) {
  const clock = createManualClock();
  const fake = createFakeEtcd({ clock });
  const messages: ListWatchMessage[] = [];
  let seed = 0.5;
  const make = () =>
    createListWatch({
      connect: fake.connect,
      prefixes: ["/services/"],
      clock,
      random: () => {
        seed = (seed * 9301 + 0.49297) % 1;
        return seed;
      },
      onMessage: (message) => messages.push(message),
      ...options,
    });
  let listWatch: ReturnType<typeof make> | null = null;

  /** Lets everything happen that needs no time. */
  async function settle(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  async function pass(ms: number, stepMs = 50): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      clock.advance(Math.min(stepMs, left));
      await settle();
    }
  }

  const batches = () => messages.filter((message) => message.kind === "batch");
  const snapshots = () => messages.filter((message) => message.kind === "snapshot");
  const statuses = () =>
    messages.flatMap((message): ListWatchStatus[] => (message.kind === "status" ? [message.status] : []));

  return {
    clock,
    fake,
    messages,
    settle,
    pass,
    batches,
    snapshots,
    statuses,
    events: () => batches().flatMap((batch): WatchEvent[] => batch.events),
    lastStatus: () => statuses().at(-1),
    /** Starts it and waits until it watches. */
    async start() {
      listWatch = make();
      await settle();
      return listWatch;
    },
    /** What somebody who applied every message now believes, as `key=value`. */
    believed: () => replay(messages),
    /** What is true. */
    async truth(prefixes = ["/services/"]): Promise<string[]> {
      const port = fake.connect();
      const { keyValues } = await port.range({ range: { start: "\0", end: "\0" } });
      port.close();
      return keyValues
        .filter(({ key }) => prefixes.some((prefix) => key.startsWith(prefix)))
        .map(({ key, value }) => `${key}=${new TextDecoder().decode(value)}`)
        .sort();
    },
    stop() {
      listWatch?.stop();
      fake.stop();
    },
  };
}

export type ListWatchBench = ReturnType<typeof createListWatchBench>;

/** Applies all messages as a consumer does, and throws where they contradict each other. */
function replay(messages: readonly ListWatchMessage[]): string[] {
  let view: Map<string, string> | null = null;
  let revision = "0";
  const decoder = new TextDecoder();
  for (const message of messages) {
    if (message.kind === "status") continue;
    if (message.kind === "snapshot")
      view = new Map(message.keyValues.map(({ key, value }) => [key, decoder.decode(value)]));
    else if (Number(message.revision) < Number(revision)) throw new Error(`${message.kind} went back from ${revision}`);
    revision = message.revision;
    if (message.kind !== "batch") continue;
    if (view === null) throw new Error("a batch before any snapshot");
    for (const event of message.events) {
      if (event.type === "put") view.set(event.keyValue.key, decoder.decode(event.keyValue.value));
      else if (!view.delete(event.key)) throw new Error(`${event.key} was deleted twice`);
    }
  }
  return [...(view ?? [])].map(([key, value]) => `${key}=${value}`).sort();
}

/** Nothing lost, nothing invented, and no gap. */
export async function expectUnbroken(bench: ListWatchBench): Promise<void> {
  expect(bench.believed()).toEqual(await bench.truth());
  expect(bench.snapshots().length).toBe(1);
  const revisions = bench.batches().map((batch) => Number(batch.revision));
  expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
}
