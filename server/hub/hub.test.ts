import { afterEach, describe, expect, it, vi } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { contentsOf } from "@/lib/registry/testing";
import type { View } from "@/lib/registry/view";
import { startTestHub, viewOfSnapshot } from "./testing";
import { LOOKED_AT_MS } from "./window";

type TestHub = Awaited<ReturnType<typeof startTestHub>>;

// Real sockets on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 30_000 });

let started: TestHub[] = [];

afterEach(async () => {
  await Promise.all(started.map((hub) => hub.stop()));
  started = [];
});

async function start(options?: Parameters<typeof startTestHub>[0]): Promise<TestHub> {
  const hub = await startTestHub(options);
  started.push(hub);
  return hub;
}

async function join(hub: TestHub) {
  const snapshot = await hub.snapshot();
  return hub.connect({ epoch: snapshot.epoch, seq: snapshot.seq }, viewOfSnapshot(snapshot));
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 25_000, interval: 10 });

function expectSame(view: View | null, hub: TestHub): void {
  expect(view?.seq).toBe(hub.view().seq);
  expect(view && contentsOf(view)).toEqual(contentsOf(hub.view()));
}

const put = (name: string | number, value = "1") => ({ key: `/s/api/${name}`, value });

describe("the hub", () => {
  it("sends the first changes at once and gathers what follows them", async () => {
    const hub = await start();
    const client = await join(hub);
    await until(() => expect(hub.hub.stats().inStep).toBe(1));
    for (let i = 0; i < 20; i++) hub.write(put(i));
    await until(() => expectSame(client.view, hub));
    const counts = client.deltas.map(({ put: { instances } }) => instances.length);
    expect(counts[0]).toBe(1);
    expect(counts.length).toBeLessThanOrEqual(4);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(client.events.map(({ events }) => events.length)).toEqual(counts);
    expect(client.misfits).toBe(0);
  });

  it("does not let what somebody looks at wait for the window of everything else", async () => {
    const fine = { look() {}, gone() {}, isLookedAt: ({ service }: { service: string }) => service === "api" };
    // The window of everything else never ends by itself on this clock.
    const clock = createManualClock();
    const hub = await start({ fine, clock });
    const client = await join(hub);
    await until(() => expect(hub.hub.stats().inStep).toBe(1));
    for (let i = 0; i < 20; i++) hub.write({ key: `/s/web/${i}`, value: "1" });
    hub.write(put("seen"));
    clock.advance(LOOKED_AT_MS);
    await until(() => expectSame(client.view, hub));
    expect(client.deltas.at(-1)?.put.instances.length).toBe(18);
    hub.write({ key: "/s/web/0", value: null });
    hub.write({ key: "/s/api/seen", value: null });
    clock.advance(LOOKED_AT_MS);
    await until(() => expectSame(client.view, hub));
  });

  it("misses nothing between the snapshot and the connection", async () => {
    const hub = await start();
    hub.write(put("before"));
    const snapshot = await hub.snapshot();
    for (let i = 0; i < 50; i++) hub.write(put(i));
    const client = hub.connect({ epoch: snapshot.epoch, seq: snapshot.seq }, viewOfSnapshot(snapshot));
    for (let i = 50; i < 100; i++) hub.write(put(i));
    client.socket.on("connect", () => {
      for (let i = 100; i < 150; i++) hub.write(put(i));
    });
    await until(() => expect(client.view?.instances.size).toBe(151));
    expectSame(client.view, hub);
    expect(client.misfits).toBe(0);
    expect(client.events.flatMap(({ events }) => events)).toHaveLength(150);
  });

  it("lets a client continue where it was cut off, with one delta and the events of the meantime", async () => {
    const hub = await start();
    const first = await join(hub);
    hub.write(put("a"));
    await until(() => expectSame(first.view, hub));
    first.socket.disconnect();
    await until(() => expect(hub.hub.stats().clients).toBe(0));
    for (let i = 0; i < 10; i++) hub.write(put(i));
    hub.write({ key: "/s/api/a", value: null });
    const { view } = first;
    const again = hub.connect(view && { epoch: view.epoch, seq: view.seq }, view);
    await until(() => expectSame(again.view, hub));
    expect(again.deltas).toHaveLength(1);
    expect(again.events.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
      ...new Array(10).fill("registered"),
      "removed",
    ]);
    expect(again.resyncs).toEqual([]);
  });

  it("asks for a resync where the ring no longer reaches back, and where the position is of another stream", async () => {
    const hub = await start({ ring: { count: 10, bytes: 1 << 20 } });
    const old = hub.view();
    for (let i = 0; i < 30; i++) hub.write(put(i));
    const tooOld = hub.connect({ epoch: old.epoch, seq: old.seq });
    const otherEpoch = hub.connect({ epoch: "e0", seq: hub.view().seq });
    const ahead = hub.connect({ epoch: old.epoch, seq: hub.view().seq + 1_000 });
    await until(() => {
      expect(tooOld.resyncs).toEqual(["too-old"]);
      expect(otherEpoch.resyncs).toEqual(["other-epoch"]);
      expect(ahead.resyncs).toEqual(["too-old"]);
    });
    expect([...tooOld.deltas, ...otherEpoch.deltas, ...ahead.deltas]).toEqual([]);
    expect(hub.hub.stats().ring.count).toBeLessThanOrEqual(10);
  });

  it("sends who missed very much back to the snapshot, which is encoded once for all", async () => {
    const hub = await start();
    const old = hub.view();
    for (let i = 0; i < 40; i++) hub.write({ key: `/s/${"x".repeat(60_000)}/${i}`, value: "1" });
    const behind = hub.connect({ epoch: old.epoch, seq: old.seq });
    await until(() => expect(behind.resyncs).toEqual(["too-old"]));
    expect(behind.deltas).toEqual([]);
  });

  it("tells everybody to resync when everything was listed anew, and sends the gap before it", async () => {
    const hub = await start();
    const client = await join(hub);
    await until(() => expect(hub.hub.stats().inStep).toBe(1));
    hub.list("e2", "compacted");
    await until(() => expect(client.resyncs).toEqual(["other-epoch"]));
    expect(client.events.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(["gap"]);
  });

  it("keeps a page informed before the first list, and calls it when there is a snapshot", async () => {
    const hub = await start({ listed: false });
    await expect(hub.snapshot()).rejects.toMatchObject({ code: "not-ready" });
    const client = hub.connect(null);
    const returning = hub.connect({ epoch: "of-the-server-before", seq: 7 });
    await until(() => expect(client.statuses.at(-1)?.state).toBe("listing"));
    const message = "etcd does not answer";
    hub.registry.accept({
      kind: "status",
      status: { state: "backing-off", code: "unavailable", message, detail: "", attempt: 1, retryAt: 0 },
    });
    await until(() => expect(client.statuses.at(-1)?.source).toMatchObject({ message }));
    hub.list("e1");
    await until(() => {
      expect(client.resyncs).toEqual(["ready"]);
      expect(returning.resyncs).toEqual(["ready"]);
      expect(client.statuses.at(-1)?.state).toBe("live");
    });
  });

  it("says at once that the view is stale", async () => {
    const hub = await start();
    const client = await join(hub);
    await until(() => expect(client.statuses.length).toBeGreaterThan(0));
    hub.write(put("opens a window"));
    hub.registry.accept({
      kind: "status",
      status: { state: "backing-off", code: "no-leader", message: "", detail: "", attempt: 1, retryAt: 0 },
    });
    await until(() => expect(client.statuses.at(-1)?.state).toBe("stale"));
    await until(() => expectSame(client.view, hub));
  });

  it("keeps 50 clients in step: each gets the same steps, and the same view", async () => {
    const hub = await start();
    const clients = await Promise.all(Array.from({ length: 50 }, () => join(hub)));
    await until(() => expect(hub.hub.stats().inStep).toBe(50));
    for (let i = 0; i < 300; i++) {
      hub.write(put(i % 40, `${i}`), ...(i % 7 === 0 ? [{ key: `/s/web/${i % 5}`, value: null }] : [put(`w${i}`)]));
      if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => {
      for (const client of clients) expect(client.view?.seq).toBe(hub.view().seq);
    });
    for (const client of clients) {
      expectSame(client.view, hub);
      expect(client.misfits).toBe(0);
      expect(client.deltas.map(({ from, to }) => [from, to])).toEqual(
        clients[0]?.deltas.map(({ from, to }) => [from, to]),
      );
    }
    expect(hub.hub.stats().windows).toBeLessThan(100);
  });

  it("sets a client aside that does not read, without a growing queue, and brings it back with one delta", async () => {
    const hub = await start();
    const slow = await join(hub);
    const quick = await join(hub);
    await until(() => expect(hub.hub.stats().inStep).toBe(2));
    const raw = rawSocketOf(slow.socket);
    raw.pause();
    const large = "x".repeat(200_000);
    let rounds = 0;
    while (hub.hub.stats().laggards === 0 && rounds++ < 200) {
      hub.write(put(rounds % 5, `${large}${rounds}`));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(hub.hub.stats().laggards).toBe(1);
    const received = slow.deltas.length;
    for (let i = 0; i < 40; i++) {
      hub.write(put(i, "small"));
      if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await until(() => expectSame(quick.view, hub));
    expect(slow.deltas.length).toBe(received);
    raw.resume();
    await until(() => expect(hub.hub.stats()).toMatchObject({ laggards: 0, inStep: 2 }));
    await until(() => expectSame(slow.view, hub));
    expect(slow.misfits).toBe(0);
    expect(slow.deltas.at(-1)?.put.instances.length).toBe(40);
    hub.write(put("afterwards"));
    await until(() => expectSame(slow.view, hub));
  });

  it("spares the details of events where many come at once", async () => {
    const hub = await start();
    const client = await join(hub);
    await until(() => expect(hub.hub.stats().inStep).toBe(1));
    for (let i = 0; i < 60; i++) hub.write(put(i));
    await until(() => expectSame(client.view, hub));
    // The first few leave at once, the rest together.
    const counts = client.events.map(({ events }) => events.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(Math.max(...counts)).toBeGreaterThan(10);
    for (const { events } of client.events)
      expect(events.map(({ after }) => after !== undefined)).toEqual(events.map(() => events.length <= 10));
  });

  it("answers a ping with its clock", async () => {
    const hub = await start();
    const client = await join(hub);
    const before = Date.now();
    const answered = await new Promise<number>((resolve) => client.socket.emit("ping", before, resolve));
    expect(answered).toBeGreaterThanOrEqual(before);
    expect(answered).toBeLessThanOrEqual(Date.now());
  });

  it("parts with a client of another version, and with one that sends garbage or too much", async () => {
    const hub = await start();
    const other = hub.connect(null, null, { version: 999 });
    await until(() => {
      expect(other.resyncs).toEqual(["protocol"]);
      expect(other.closed).toBe("io server disconnect");
    });
    const garbled = await join(hub);
    garbled.socket.emit("interest", { services: "all of them" } as never);
    await until(() => expect(garbled.closed).toBe("io server disconnect"));
    const noisy = await join(hub);
    for (let i = 0; i < 500; i++) noisy.socket.emit("interest", {});
    await until(() => expect(noisy.closed).toBe("transport close"));
    expect(hub.hub.stats().clients).toBe(0);
  });
});

/** The TCP socket below a client, to stop reading from it. */
function rawSocketOf(socket: unknown): { pause(): void; resume(): void } {
  const { io } = socket as { io: { engine: { transport: { ws: { _socket: { pause(): void; resume(): void } } } } } };
  return io.engine.transport.ws._socket;
}
