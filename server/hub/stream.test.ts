import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLiveClient } from "@/lib/live/client";
import { PROTOCOL_VERSION, type Snapshot } from "@/lib/live/protocol";
import { createLiveStore } from "@/lib/live/store";
import { createManualClock } from "@/lib/manual-clock";
import { summarizeServices } from "@/lib/registry/summaries";
import { contentsOf, createTestStore, testLayouts } from "@/lib/registry/testing";
import type { RegistryEvent } from "@/lib/registry/types";
import { createRegistry } from "@/server/registry/registry";
import { createFakeNetwork } from "./fake-network";
import { createHub } from "./hub";

/** The whole way from the list-watch's message to the page's state, with every fault in between on demand. */
function startStream() {
  const clock = createManualClock();
  const etcd = createTestStore();
  const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 20_000 });
  const network = createFakeNetwork();
  const hub = createHub({ io: network.io, registry, clock, ring: { count: 12, bytes: 1 << 20 } });
  let frame: (() => void) | null = null;
  const store = createLiveStore({
    schedule(show) {
      frame = show;
      return () => {
        frame = null;
      };
    },
  });
  let refused = 0;
  const happened: { seq: number; event: RegistryEvent }[] = [];
  registry.onUpdate(({ next, events }) => happened.push(...events.map((event) => ({ seq: next.seq, event }))));
  let firstSeq: number | null = null;
  const strict = {
    ...store,
    acceptSnapshot(snapshot: Snapshot): void {
      firstSeq ??= snapshot.seq;
      store.acceptSnapshot(snapshot);
    },
    acceptDelta(message: Parameters<typeof store.acceptDelta>[0]): boolean {
      const fitted = store.acceptDelta(message);
      if (!fitted) refused++;
      return fitted;
    },
  };
  let epochs = 0;
  let cached: Snapshot | null = null;

  function snapshot(): Snapshot | null {
    const view = registry.view();
    if (!view) return null;
    // As the cache does: an older one serves as long as the stream continues from it.
    if (cached && hub.continuesFrom(cached)) return cached;
    const { instances, tombstones, unrecognized, leases, drains, minimums } = view;
    const body = {
      protocol: PROTOCOL_VERSION,
      epoch: view.epoch,
      seq: view.seq,
      revision: view.revision,
      serverTime: clock.now(),
      instances: [...instances.values()],
      tombstones: [...tombstones.values()],
      unrecognized: [...unrecognized.values()],
      leases: [...leases.values()],
      drains: [...drains.values()],
      minimums: [...minimums.values()],
      status: registry.status(),
    };
    cached = JSON.parse(JSON.stringify(body)) as Snapshot;
    return cached;
  }

  const client = createLiveClient({
    fetchSnapshot: () => network.answer(snapshot),
    pollSnapshot: async () => ({ snapshot: await network.answer(snapshot), serverTime: null }),
    explainSocket: async () => ({ kind: "other" }),
    openSocket: network.openSocket,
    clock,
    random: () => 0.5,
    store: strict,
  });

  return {
    clock,
    etcd,
    registry,
    network,
    hub,
    store,
    client,
    refused: () => refused,
    /** Every event after the first snapshot. */
    happened: () => happened.filter(({ seq }) => seq > (firstSeq ?? 0)).map(({ event }) => event.id),
    list(): void {
      registry.accept(etcd.list(`e${epochs}`, epochs++ === 0 ? "start" : "compacted"));
      registry.accept({ kind: "status", status: { state: "watching", since: 0, atomic: true, resumed: false } });
    },
    showFrame(): void {
      frame?.();
    },
    async quiet(): Promise<void> {
      network.setReachable(true);
      for (let turn = 0; turn < 60; turn++) {
        network.unclog();
        clock.advance(500);
        await network.deliver();
      }
      frame?.();
    },
    stop(): void {
      client.stop();
      hub.stop();
      registry.stop();
      store.stop();
    },
  };
}

type Stream = ReturnType<typeof startStream>;

const steps: Record<string, (stream: Stream, n: number) => void | Promise<void>> = {
  put: ({ registry, etcd }, n) => registry.accept(etcd.write({ key: `/s/api/${n % 6}`, value: `${n}` })),
  several: ({ registry, etcd }, n) => {
    for (let i = 0; i < 20; i++) registry.accept(etcd.write({ key: `/s/web/${(n + i) % 9}`, value: `${n}` }));
  },
  delete: ({ registry, etcd }, n) => registry.accept(etcd.write({ key: `/s/api/${n % 6}`, value: null })),
  garbage: ({ registry, etcd }, n) => registry.accept(etcd.write({ key: `/s/api/${n % 6}`, value: "!" })),
  tidy: ({ registry }) => void registry.dismiss([...(registry.view()?.tombstones.keys() ?? [])]),
  relist: (stream) => stream.list(),
  deliver: ({ network }) => network.deliver(),
  wait: ({ clock }, n) => clock.advance(n % 400),
  waitLong: ({ clock }) => clock.advance(30_000),
  cut: ({ network }) => network.cutAll(),
  cutWithin: ({ network }, n) => network.cutAfter(n % 4),
  clog: ({ network }) => network.clog(),
  unclog: ({ network }) => network.unclog(),
  away: ({ network }) => network.setReachable(false),
  back: ({ network }) => network.setReachable(true),
  wake: ({ client }) => client.wake(),
  offline: ({ client }) => client.offline(),
  frame: (stream) => stream.showFrame(),
};

const step = fc.tuple(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("put", "delete", "deliver", "deliver", "wait") },
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(steps)) },
  ),
  fc.nat(1_000),
);

describe("the stream", () => {
  it("ends with the server's view in the page, whatever happened on the way", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 150 }), fc.nat(9), async (script, listed) => {
        const stream = startStream();
        if (listed > 0) stream.list();
        stream.client.start();
        for (const [name, n] of [...script]) {
          if (stream.registry.view() || ["deliver", "wait", "relist", "cut"].includes(name))
            await steps[name]?.(stream, n);
        }
        if (!stream.registry.view()) stream.list();
        await stream.quiet();
        const { view, connection, services, status, events, eventsMissed } = stream.store.getState();
        const ids = events.map(({ id }) => id);
        if (eventsMissed === 0) expect(ids).toEqual(stream.happened());
        expect(new Set(ids).size).toBe(ids.length);
        const served = stream.registry.view();
        stream.stop();
        expect(connection.state).toBe("open");
        expect(status?.state).toBe("live");
        expect(view).not.toBeNull();
        expect(view && contentsOf(view)).toEqual(served && contentsOf(served));
        expect(view && { epoch: view.epoch, seq: view.seq }).toEqual(
          served && { epoch: served.epoch, seq: served.seq },
        );
        expect(services).toEqual(view && summarizeServices(view));
        expect(stream.refused()).toBe(0);
        expect(stream.clock.pending()).toBe(0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("never lets more than a few messages wait for a page that does not read", async () => {
    const stream = startStream();
    stream.list();
    stream.client.start();
    await stream.quiet();
    stream.network.clog();
    for (let i = 0; i < 500; i++) {
      await steps.put?.(stream, i);
      stream.clock.advance(10);
    }
    expect(stream.network.largestQueue()).toBeLessThanOrEqual(6);
    stream.stop();
  });

  it("shows that the server fell silent, although the socket stays open", async () => {
    const stream = startStream();
    stream.list();
    stream.client.start();
    await stream.quiet();
    stream.clock.advance(9_000);
    expect(stream.store.getState().connection.state).toBe("open");
    stream.clock.advance(2_000);
    expect(stream.store.getState().connection).toMatchObject({ state: "lost", reason: "The server fell silent" });
    stream.stop();
  });

  it("continues after a cut without another snapshot", async () => {
    const stream = startStream();
    stream.list();
    stream.client.start();
    await stream.quiet();
    const resyncs = stream.hub.stats().resyncs;
    stream.network.cutAll();
    expect(stream.store.getState().connection.state).toBe("lost");
    await steps.put?.(stream, 1);
    await stream.quiet();
    expect(stream.store.getState().view?.instances.size).toBe(1);
    expect(stream.store.getState().events.map(({ type }) => type)).toEqual(["registered"]);
    expect(stream.hub.stats().resyncs).toBe(resyncs);
    stream.stop();
  });
});
