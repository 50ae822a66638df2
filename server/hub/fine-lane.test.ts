import type { Server } from "socket.io";
import { expect, test } from "vitest";
import type { LeaseReading } from "@/lib/leases/reading";
import type { LeasesMessage } from "@/lib/live/protocol";
import { createManualClock } from "@/lib/manual-clock";
import { createTestStore, testLayouts } from "@/lib/registry/testing";
import type { LookedAt } from "@/server/registry/lease-index";
import { createRegistry } from "@/server/registry/registry";
import { createFineLane } from "./fine-lane";
import type { LiveServerSocket } from "./member";

function start(held: Record<string, Set<string>> = { "7": new Set(["/s/web/a"]), "8": new Set(["/s/api/a"]) }) {
  const clock = createManualClock();
  const store = createTestStore();
  store.write({ key: "/s/web/a", value: "1", lease: "7" }, { key: "/s/api/a", value: "1", lease: "8" });
  const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 1_000, firstSeq: 1 });
  registry.accept(store.list("e"));
  const sent: { room: string; leases: string[] }[] = [];
  const io = {
    to: (room: string) => ({
      volatile: {
        emit: (_event: string, { leases }: LeasesMessage) =>
          sent.push({ room, leases: leases.map(({ leaseId }) => leaseId) }),
      },
    }),
  } as unknown as Server;
  let observed: (leaseId: string) => void = () => {};
  let interest: LookedAt | null = null;
  const fine = createFineLane({
    io,
    registry,
    clock,
    observer: {
      onFine(listener) {
        observed = listener;
        return () => {};
      },
      setInterest: (wanted) => {
        interest = wanted;
      },
      reading: (leaseId) => ({ leaseId }) as LeaseReading,
      instancesOf: (leaseId) => held[leaseId] ?? new Set(),
      leasesOf: ({ services, keys }) =>
        new Set(
          Object.keys(held).filter((leaseId) =>
            [...(held[leaseId] ?? [])].some((key) => keys.has(key) || services.has(key.split("/")[2] ?? "")),
          ),
        ),
    },
  });
  const socket = (id: string) => ({ id, join: () => {}, leave: () => {} }) as unknown as LiveServerSocket;
  return { clock, fine, sent, socket, observe: (id: string) => observed(id), interest: () => interest };
}

test("clients that look at the same share a room; what is known comes at once, then what is observed", () => {
  const { clock, fine, sent, socket, observe, interest } = start();
  fine.look(socket("one"), { services: ["web"] });
  fine.look(socket("two"), { services: ["web"] });
  clock.advance(250);
  expect(sent.map(({ leases }) => leases)).toEqual([["7"]]);
  expect([...(interest()?.services ?? [])]).toEqual(["web"]);
  observe("7");
  observe("8");
  clock.advance(250);
  expect(sent.map(({ leases }) => leases)).toEqual([["7"], ["7"]]);
  clock.advance(1_000);
  expect(sent).toHaveLength(2);
});

test("what is sent in one turn is bounded over all rooms, and every room has its turn", () => {
  const held = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`${at}`, new Set([`/s/web/${at}`])]));
  const { clock, fine, sent, socket } = start(held);
  for (let at = 0; at < 30; at++) fine.look(socket(`${at}`), { services: ["web"], keys: [`nothing-${at}`] });
  clock.advance(250);
  expect(sent.reduce((sum, { leases }) => sum + leases.length, 0)).toBe(5_000);
  clock.advance(500);
  expect(new Set(sent.map(({ room }) => room)).size).toBe(30);
  for (const room of new Set(sent.map(({ room }) => room)))
    expect(sent.filter((one) => one.room === room).flatMap(({ leases }) => leases).length).toBe(400);
  expect(clock.pending()).toBe(0);
});

test("a lease that is observed is told to those that look at its service, its key or its instance, to nobody else", () => {
  const { clock, fine, sent, socket, observe } = start();
  fine.look(socket("web"), { services: ["web"] });
  fine.look(socket("api"), { services: ["api"] });
  fine.look(socket("key"), { keys: ["/s/web/a"] });
  clock.advance(250);
  sent.length = 0;
  observe("7");
  clock.advance(250);
  expect(sent.map(({ room, leases }) => [room, leases])).toEqual([
    [`fine [["web"],[]]`, ["7"]],
    [`fine [[],["/s/web/a"]]`, ["7"]],
  ]);
});

test("an instance is looked at by whoever looks at its service, its id or one of its keys", () => {
  const { fine, socket } = start();
  const [one, other] = [socket("one"), socket("other")];
  const isSeen = () =>
    [
      { id: "/s/web/a", service: "web", keys: ["/s/web/a"] },
      { id: "/s/api/a", service: "api", keys: ["/s/api/a"] },
      { id: "/m/tidb/1", service: "tidb", keys: ["/m/tidb/1/addr", "/m/tidb/1/ttl"] },
    ].map(fine.isLookedAt);
  expect(isSeen()).toEqual([false, false, false]);
  fine.look(one, { services: ["web"] });
  fine.look(other, { keys: ["/s/api/a", "/m/tidb/1/ttl"] });
  expect(isSeen()).toEqual([true, true, true]);
  fine.look(other, { keys: ["/m/tidb/1"] });
  expect(isSeen()).toEqual([true, false, true]);
  fine.gone(one);
  fine.gone(other);
  expect(isSeen()).toEqual([false, false, false]);
});

test("who looks elsewhere or leaves is no longer observed for", () => {
  const { fine, socket, interest, clock } = start();
  const one = socket("one");
  fine.look(one, { services: ["web"] });
  fine.look(one, { keys: ["/s/api/a"] });
  expect(interest()).toEqual({ services: new Set(), keys: new Set(["/s/api/a"]) });
  fine.gone(one);
  expect(interest()).toEqual({ services: new Set(), keys: new Set() });
  fine.stop();
  clock.advance(1_000);
  expect(clock.pending()).toBe(0);
});
