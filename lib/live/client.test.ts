import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createLiveClient, type LiveClientOptions, type LiveSocketHandlers } from "./client";
import { type Hello, type Interest, type LiveStatus, PROTOCOL_VERSION, type Snapshot } from "./protocol";
import type { Connection, SocketTrouble } from "./state";
import { createLiveStore } from "./store";

const status: LiveStatus = {
  state: "live",
  epoch: "e",
  revision: "1",
  heardAt: 0,
  changedAt: 0,
  source: { state: "watching", since: 0, atomic: true, resumed: false },
  atomic: true,
  serverTime: 0,
};

const snapshotAt = (seq: number, protocol = PROTOCOL_VERSION): Snapshot => ({
  protocol,
  epoch: "e",
  seq,
  revision: "1",
  serverTime: 0,
  instances: [],
  tombstones: [],
  unrecognized: [],
  drains: [],
  minimums: [],
  leases: [],
  status,
});

const deltaOf = (from: number, to: number) => ({
  epoch: "e",
  from,
  to,
  revision: "2",
  put: { instances: [], tombstones: [], unrecognized: [], leases: [], drains: [], minimums: [] },
  remove: { instances: [], tombstones: [], unrecognized: [], leases: [], drains: [], minimums: [] },
  serverTime: 0,
});

type Polled = Awaited<ReturnType<LiveClientOptions["pollSnapshot"]>>;

interface Opened {
  hello: Hello;
  handlers: LiveSocketHandlers;
  interests: Interest[];
  pings: ((serverTime: number) => void)[];
  closed: boolean;
}

/** A client whose every request and socket the test answers by hand. */
function start() {
  const clock = createManualClock(0);
  const store = createLiveStore({
    schedule(show) {
      show();
      return () => {};
    },
  });
  const requests: { answer: (snapshot: Snapshot | null) => void; fail: (error: Error) => void; signal: AbortSignal }[] =
    [];
  const polls: { answer: (poll: Polled) => void; fail: (error: Error) => void; signal: AbortSignal }[] = [];
  const explained: ((trouble: SocketTrouble) => void)[] = [];
  const sockets: Opened[] = [];
  const client = createLiveClient({
    clock,
    store,
    random: () => 1,
    fetchSnapshot: (signal) => new Promise((answer, fail) => requests.push({ answer, fail, signal })),
    pollSnapshot: (signal) => new Promise((answer, fail) => polls.push({ answer, fail, signal })),
    explainSocket: () => new Promise((answer) => explained.push(answer)),
    openSocket(hello, handlers) {
      const opened: Opened = { hello, handlers, interests: [], pings: [], closed: false };
      sockets.push(opened);
      return {
        ping: (_sentAt, answer) => opened.pings.push(answer),
        interest: (interest) => opened.interests.push(interest),
        close: () => {
          opened.closed = true;
        },
      };
    },
  });
  client.start();
  const last = <T>(list: T[]): T => {
    const one = list.at(-1);
    if (!one) throw new Error("There is none yet");
    return one;
  };
  return {
    clock,
    store,
    client,
    requests,
    polls,
    explained,
    sockets,
    request: () => last(requests),
    socket: () => last(sockets),
    connection: (): Connection => store.getState().connection,
    async open(seq = 1): Promise<Opened> {
      last(requests).answer(snapshotAt(seq));
      await settle();
      last(sockets).handlers.opened();
      return last(sockets);
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the live client", () => {
  it("fetches the snapshot, connects from there, and applies what continues it", async () => {
    const { store, connection, open } = start();
    expect(connection()).toEqual({ state: "loading" });
    const socket = await open(5);
    expect(socket.hello).toEqual({ version: PROTOCOL_VERSION, position: { epoch: "e", seq: 5 } });
    expect(connection()).toEqual({ state: "open", roundTripMs: null });
    socket.handlers.delta(deltaOf(5, 9));
    expect(store.position()).toEqual({ epoch: "e", seq: 9 });
  });

  it("connects without a position while the server has no view, and fetches when it is called", async () => {
    const { request, socket, store, requests } = start();
    request().answer(null);
    await settle();
    expect(socket().hello.position).toBeNull();
    socket().handlers.opened();
    socket().handlers.status({ ...status, state: "listing" });
    expect(store.getState().status?.state).toBe("listing");
    socket().handlers.resync({ reason: "ready" });
    expect(requests).toHaveLength(2);
  });

  it("fetches again where a delta does not start at its position, and applies nothing of it", async () => {
    const { open, requests, store } = start();
    const socket = await open(5);
    socket.handlers.delta(deltaOf(6, 7));
    expect(socket.closed).toBe(true);
    expect(requests).toHaveLength(2);
    expect(store.position()?.seq).toBe(5);
    socket.handlers.delta(deltaOf(5, 6));
    expect(store.position()?.seq).toBe(5);
  });

  it("shows a loss at once, and connects again with its position and without a snapshot, ever more slowly", async () => {
    const { open, clock, connection, sockets, requests, socket } = start();
    const first = await open(5);
    first.handlers.delta(deltaOf(5, 6));
    first.handlers.closed("transport close");
    expect(connection()).toEqual({ state: "lost", since: 0, reason: "transport close", retryAt: 250 });
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = clock.now();
      const opened = sockets.length;
      while (sockets.length === opened) clock.advance(1);
      waits.push(clock.now() - before);
      expect(socket().hello.position).toEqual({ epoch: "e", seq: 6 });
      socket().handlers.closed("refused");
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(connection()).toMatchObject({ state: "lost", since: 0 });
    expect(requests).toHaveLength(1);
  });

  it("begins with short waits again once it stood", async () => {
    const { open, clock, connection, socket } = start();
    const first = await open();
    first.handlers.closed("cut");
    clock.advance(250);
    socket().handlers.opened();
    clock.advance(2_000);
    socket().handlers.status(status);
    const at = clock.now();
    socket().handlers.closed("cut");
    expect(connection()).toMatchObject({ since: at, retryAt: at + 250 });
  });

  it("notices a server that falls silent, and one that never answers", async () => {
    const { open, clock, connection, socket } = start();
    await open();
    clock.advance(9_999);
    expect(connection().state).toBe("open");
    clock.advance(1);
    expect(connection()).toMatchObject({ state: "lost", reason: "The server fell silent" });
    clock.advance(250);
    const second = socket();
    clock.advance(10_000);
    expect(second.closed).toBe(true);
    expect(connection()).toMatchObject({ state: "lost", reason: "The server does not answer" });
  });

  it("asks at once after a wake-up, and does not believe a socket that only looks open", async () => {
    const { open, client, clock, connection, socket } = start();
    const first = await open();
    client.wake();
    expect(first.pings).toHaveLength(2);
    clock.advance(3_000);
    expect(connection()).toMatchObject({ state: "lost" });
    client.wake();
    expect(socket()).not.toBe(first);
  });

  it("shows at once that the browser is offline", async () => {
    const { open, client, connection } = start();
    const socket = await open();
    client.offline();
    expect(connection()).toMatchObject({ state: "lost", reason: "The browser is offline" });
    expect(socket.closed).toBe(true);
  });

  it("takes a server of another version for what it is, and does not try again", async () => {
    const fetched = start();
    fetched.request().answer(snapshotAt(1, PROTOCOL_VERSION + 1));
    await settle();
    expect(fetched.connection()).toEqual({ state: "outdated" });
    const told = start();
    const socket = await told.open();
    socket.handlers.resync({ reason: "protocol" });
    expect(told.connection()).toEqual({ state: "outdated" });
    for (const { clock } of [fetched, told]) expect(clock.pending()).toBe(0);
  });

  it("does not spin where snapshot and stream never meet", async () => {
    const { open, requests, socket, clock, connection } = start();
    for (let i = 0; i < 3; i++) {
      await open();
      socket().handlers.resync({ reason: "too-old" });
    }
    expect(requests).toHaveLength(3);
    expect(connection()).toMatchObject({ state: "lost" });
    clock.advance(250);
    expect(requests).toHaveLength(4);
  });

  it("gives up on a snapshot that does not arrive, and on one that fails", async () => {
    const { request, clock, connection, requests } = start();
    clock.advance(30_000);
    expect(request().signal.aborted).toBe(true);
    expect(connection()).toMatchObject({ state: "lost" });
    clock.advance(250);
    expect(requests).toHaveLength(2);
    request().fail(new Error("503 not today"));
    await settle();
    expect(connection()).toMatchObject({ state: "lost", reason: "503 not today" });
  });

  it("keeps the server's clock from the shortest round trip", async () => {
    const { open, clock, store } = start();
    const socket = await open();
    clock.advance(100);
    socket.pings[0]?.(1_050);
    expect(store.getState()).toMatchObject({ clockOffsetMs: 1_000, connection: { roundTripMs: 100 } });
    clock.advance(4_900);
    clock.advance(10);
    socket.pings[1]?.(5_900 + 105);
    expect(store.getState()).toMatchObject({ clockOffsetMs: 1_000, connection: { roundTripMs: 10 } });
    clock.advance(4_990);
    clock.advance(2_000);
    socket.pings[2]?.(0);
    expect(store.getState()).toMatchObject({ clockOffsetMs: 1_000, connection: { roundTripMs: 2_000 } });
  });

  it("says again after a reconnect what the page looks at", async () => {
    const { open, client, clock, socket } = start();
    const first = await open();
    client.setInterest({ services: ["api"] });
    expect(first.interests).toEqual([{ services: ["api"] }]);
    first.handlers.closed("cut");
    clock.advance(250);
    socket().handlers.opened();
    expect(socket().interests).toEqual([{ services: ["api"] }]);
  });

  it("leaves nothing behind when it stops", async () => {
    const { open, client, clock } = start();
    const socket = await open();
    client.stop();
    expect(socket.closed).toBe(true);
    expect(clock.pending()).toBe(0);
    const loading = start();
    loading.client.stop();
    expect(loading.request().signal.aborted).toBe(true);
    loading.request().answer(snapshotAt(1));
    await settle();
    expect(loading.sockets).toEqual([]);
  });
});

describe("where the socket does not open", () => {
  const unchanged: Polled = { snapshot: "unchanged", serverTime: null };

  /** Its first socket is refused, and the first question answered. */
  async function refused() {
    const live = start();
    live.request().answer(snapshotAt(5));
    await settle();
    live.socket().handlers.closed("websocket error");
    live.polls[0]?.answer(unchanged);
    await settle();
    return live;
  }

  it("asks for the view every five seconds, says so, and shows what changed", async () => {
    const { polls, clock, connection, store } = await refused();
    expect(connection()).toMatchObject({ state: "polling", since: 0, answeredAt: 0, trouble: null });
    clock.advance(4_999);
    expect(polls).toHaveLength(1);
    clock.advance(1);
    expect(polls).toHaveLength(2);
    polls[1]?.answer({ snapshot: snapshotAt(8), serverTime: 65_000 });
    await settle();
    expect(connection()).toMatchObject({ state: "polling", since: 0, answeredAt: 5_000 });
    expect(store.position()?.seq).toBe(8);
    expect(store.getState().clockOffsetMs).toBe(60_000);
  });

  it("says why, as the console tells it", async () => {
    const { explained, connection } = await refused();
    expect(explained).toHaveLength(1);
    explained[0]?.({ kind: "upgrade", host: "console:80" });
    await settle();
    expect(connection()).toMatchObject({ state: "polling", trouble: { kind: "upgrade", host: "console:80" } });
  });

  it("goes on trying, and is live again by itself as soon as one opens; then it asks no more", async () => {
    const { polls, clock, connection, sockets, socket } = await refused();
    clock.advance(4_000);
    expect(sockets.length).toBeGreaterThan(1);
    expect(connection()).toMatchObject({ state: "polling" });
    socket().handlers.opened();
    expect(connection()).toEqual({ state: "open", roundTripMs: null });
    const asked = polls.length;
    for (let at = 0; at < 10; at++) {
      clock.advance(2_500);
      socket().handlers.status(status);
    }
    expect(polls).toHaveLength(asked);
  });

  it("is lost as soon as the console does not answer either, and asked again when it does", async () => {
    const { polls, clock, connection } = await refused();
    clock.advance(5_000);
    polls[1]?.fail(new Error("Failed to fetch"));
    await settle();
    expect(connection()).toMatchObject({ state: "lost", since: 0, reason: "websocket error" });
    clock.advance(5_000);
    polls[2]?.answer(unchanged);
    await settle();
    expect(connection()).toMatchObject({ state: "polling", answeredAt: 10_000 });
  });

  it("is no matter of polling where a socket that stood breaks once: the next one may stand", async () => {
    const { open, polls, clock, socket } = start();
    const first = await open();
    first.handlers.closed("cut");
    expect(polls).toHaveLength(0);
    clock.advance(250);
    socket().handlers.closed("refused");
    expect(polls).toHaveLength(0);
    clock.advance(500);
    socket().handlers.closed("refused");
    expect(polls).toHaveLength(1);
  });

  it("leaves nothing behind when it stops", async () => {
    const { client, clock, polls } = await refused();
    clock.advance(5_000);
    client.stop();
    expect(polls.at(-1)?.signal.aborted).toBe(true);
    expect(clock.pending()).toBe(0);
  });
});
