import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Problem } from "@/lib/errors";
import { prefixRange } from "@/lib/etcd/key-range";
import { EtcdError } from "@/lib/etcd/port";
import { createManualClock, type ManualClock } from "@/lib/manual-clock";
import { createFakeEtcd, type FakeEtcd } from "@/server/testing/fake-etcd";
import { assembleEtcd, type Etcd } from "./etcd";
import { type RegisterOptions, register } from "./register";
import type { Registration } from "./registration.types";

const KEY = "/services/web/eu/one";
const INPUT = { service: "web", datacenter: "eu", instance: "one", host: "10.0.0.1", port: 8080 };

let clock: ManualClock;
let fake: FakeEtcd;
let etcd: Etcd;
const running: Registration[] = [];

beforeEach(() => {
  clock = createManualClock();
  fake = createFakeEtcd({ clock });
  etcd = assembleEtcd({ connect: fake.connect, clock, random: () => 0.5 });
});
afterEach(async () => {
  fake.faults.accept();
  fake.faults.release();
  for (const one of running.splice(0)) await turning(one.deregister());
  etcd.close();
  fake.stop();
  expect(fake.openConnections).toBe(0);
  expect(clock.pending()).toBe(0);
});

function registered(options: Partial<RegisterOptions> = {}): Registration {
  const one = register({ etcd, ...INPUT, ttlSeconds: 9, leaveOnExit: false, ...options });
  running.push(one);
  return one;
}

/** Everything that can happen without time passing has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    await settled();
    clock.advance(Math.min(100, left));
    await settled();
  }
}

/** Turns the clock until the promise has settled. */
async function turning<T>(promise: Promise<T>): Promise<T> {
  let over = false;
  const done = promise.finally(() => {
    over = true;
  });
  done.catch(() => {});
  for (let turns = 0; !over && turns < 500; turns++) await pass(100);
  return done;
}

async function stored(key = KEY) {
  const reader = fake.connect();
  const found = (await reader.range({ range: { key } })).keyValues[0];
  reader.close();
  return found ? { value: JSON.parse(new TextDecoder().decode(found.value)), leaseId: found.leaseId } : null;
}

async function leases(): Promise<string[]> {
  const reader = fake.connect();
  const all = await reader.leases();
  reader.close();
  return all;
}

async function writes(): Promise<number> {
  const reader = fake.connect();
  const { keyValues } = await reader.range({ range: prefixRange("/services/") });
  reader.close();
  return keyValues.reduce((sum, one) => sum + Number(one.version), 0);
}

describe("a registration", () => {
  it("stands under a lease of its own, and is renewed at a third of its time without another write", async () => {
    const one = registered({ metadata: { version: "1.2" } });
    expect(one.state).toMatchObject({ kind: "registering", why: "start" });
    await turning(one.ready());
    expect(await stored()).toEqual({
      value: { hostname: "10.0.0.1", port: 8080, metadata: { version: "1.2" } },
      leaseId: one.leaseId,
    });
    await pass(60_000);
    expect(one.state).toMatchObject({ kind: "registered", leaseId: one.leaseId });
    expect(await writes()).toBe(1);
    expect(await leases()).toEqual([one.leaseId]);
  });

  it("goes at once with deregister, its lease too, and says so once", async () => {
    const one = registered();
    const states: string[] = [];
    one.onState(({ kind }) => states.push(kind));
    await turning(one.ready());
    expect(await turning(one.deregister())).toBe("removed");
    expect(await turning(one.deregister())).toBe("removed");
    expect([await stored(), await leases()]).toEqual([null, []]);
    expect(states).toEqual(["registered", "deregistered"]);
    await expect(one.update({ metadata: {} })).rejects.toMatchObject({ code: "cancelled" });
  });

  it("touches nothing but its own lease when it goes", async () => {
    const one = registered();
    await turning(one.ready());
    fake.put(KEY, "somebody else's");
    fake.put("/services/web/eu/two", "{}");
    expect(await turning(one.deregister())).toBe("removed");
    const reader = fake.connect();
    expect((await reader.range({ range: prefixRange("/services/") })).count).toBe(2);
    reader.close();
  });

  it.each(["revoked", "expired", "deleted", "detached"] as const)(
    "comes back after it was %s, one of it",
    async (how) => {
      const one = registered();
      await turning(one.ready());
      const first = one.leaseId ?? "";
      const whys: string[] = [];
      one.onState((state) => whys.push(state.kind === "registering" ? state.why : state.kind));
      if (how === "revoked") {
        const other = fake.connect();
        await other.revokeLease(first);
        other.close();
      } else if (how === "deleted") fake.delete(KEY);
      else if (how === "detached") fake.put(KEY, '{"hostname":"10.0.0.1","port":8080}');
      else {
        // As in a process that was stopped: its timers come late, all at once.
        fake.faults.hold();
        clock.advance(20_000);
        fake.faults.release();
      }
      await pass(6_000);
      expect(one.state.kind).toBe("registered");
      expect(whys.filter((why) => why !== "unconfirmed")).toEqual([how, "registered"]);
      expect((await stored())?.leaseId).toBe(one.leaseId);
      expect(await leases()).toEqual([one.leaseId]);
      expect(one.leaseId === first).toBe(how === "deleted" || how === "detached");
    },
  );

  it("outlives an etcd that is away for a minute: unconfirmed meanwhile, registered once afterwards", async () => {
    const one = registered();
    await turning(one.ready());
    fake.faults.refuse();
    await pass(5_000);
    expect(one.state).toMatchObject({ kind: "unconfirmed", leaseId: one.leaseId });
    await pass(55_000);
    fake.faults.accept();
    await pass(8_000);
    expect(one.state.kind).toBe("registered");
    expect(await leases()).toEqual([one.leaseId]);
    expect((await stored())?.leaseId).toBe(one.leaseId);
  });

  it("does not write twice where the answer to its write was lost", async () => {
    fake.faults.loseAnswers(true);
    const one = registered();
    await pass(100);
    fake.faults.loseAnswers(false);
    await turning(one.ready());
    await pass(10_000);
    expect(await writes()).toBe(1);
    expect((await stored())?.leaseId).toBe(one.leaseId);
  });

  it("waits for an etcd that is not there yet", async () => {
    fake.faults.refuse();
    const one = registered();
    await pass(20_000);
    expect(one.state).toMatchObject({ kind: "registering", why: "start", error: { code: "unavailable" } });
    fake.faults.accept();
    await turning(one.ready());
    expect(await stored()).not.toBeNull();
  });

  it("stays away where it was told to, keeps its lease, and is registered again when somebody puts it back", async () => {
    const one = registered({ whenRemoved: "stay-away" });
    await turning(one.ready());
    fake.delete(KEY);
    await pass(20_000);
    expect([one.state, await stored()]).toEqual([{ kind: "away", why: "deleted" }, null]);
    fake.put(KEY, '{"hostname":"10.0.0.1","port":8080}', one.leaseId);
    await pass(4_000);
    expect(one.state.kind).toBe("registered");
    const other = fake.connect();
    await other.revokeLease(one.leaseId ?? "");
    other.close();
    await pass(20_000);
    expect([one.state, await leases()]).toEqual([{ kind: "away", why: "revoked" }, []]);
    expect(await turning(one.deregister())).toBe("was-not-registered");
  });

  it("comes back after its lease ran out even where it stays away from removals", async () => {
    const one = registered({ whenRemoved: "stay-away" });
    await turning(one.ready());
    fake.faults.refuse();
    await pass(30_000);
    fake.faults.accept();
    await pass(8_000);
    expect([one.state.kind, (await stored())?.leaseId]).toEqual(["registered", one.leaseId]);
  });

  it("takes the key over from a predecessor that crashed, and never from a successor", async () => {
    fake.put(KEY, "left behind");
    const old = registered();
    await turning(old.ready());
    fake.faults.hold();
    clock.advance(20_000);
    fake.faults.release();
    const successor = registered({ ttlSeconds: 60, heartbeatSeconds: 20 });
    await turning(successor.ready());
    await pass(30_000);
    expect((await stored())?.leaseId).toBe(successor.leaseId);
    expect([old.state, successor.state.kind]).toEqual([{ kind: "away", why: "taken" }, "registered"]);
    await turning(successor.deregister());
    await pass(8_000);
    expect([old.state.kind, (await stored())?.leaseId]).toEqual(["registered", old.leaseId]);
  });

  it("updates its value at once, under the same lease, also when asked while etcd is away", async () => {
    const one = registered();
    await turning(one.ready());
    await pass(1_000);
    await turning(one.update({ metadata: { weight: "5" } }));
    expect(await stored()).toMatchObject({ value: { metadata: { weight: "5" } }, leaseId: one.leaseId });
    fake.faults.refuse();
    const updating = one.update({ port: 8081 });
    await pass(5_000);
    fake.faults.accept();
    await turning(updating);
    expect(await stored()).toMatchObject({ value: { port: 8081, metadata: { weight: "5" } }, leaseId: one.leaseId });
  });

  it("leaves what an operator wrote under its lease, until it has something new to say", async () => {
    const one = registered();
    await turning(one.ready());
    fake.put(KEY, '{"hostname":"10.0.0.1","port":8080,"weight":1}', one.leaseId);
    await pass(10_000);
    expect(await stored()).toMatchObject({ value: { weight: 1 } });
    await turning(one.update({ metadata: { a: "b" } }));
    expect((await stored())?.value).toEqual({ hostname: "10.0.0.1", port: 8080, metadata: { a: "b" } });
  });

  it("puts its value again under a new lease at each beat where it is kept so, and leaves no lease behind", async () => {
    const one = registered({ keeping: "re-put" });
    await turning(one.ready());
    const first = one.leaseId;
    await pass(30_000);
    expect(await writes()).toBe(11);
    expect(one.leaseId).not.toBe(first);
    expect(await leases()).toEqual([one.leaseId]);
    fake.delete(KEY);
    await pass(4_000);
    expect((await stored())?.leaseId).toBe(one.leaseId);
    expect(await turning(one.deregister())).toBe("removed");
    expect([await stored(), await leases()]).toEqual([null, []]);
  });

  it("stands without a lease where it is static, and takes only its own key with it", async () => {
    const one = registered({ keeping: "static" });
    const two = registered({ keeping: "static", instance: "two" });
    await turning(one.ready());
    await turning(two.ready());
    expect([one.leaseId, (await stored())?.leaseId, await leases()]).toEqual([null, null, []]);
    fake.put(KEY, "another's");
    expect(await turning(one.deregister())).toBe("was-not-registered");
    expect(await turning(two.deregister())).toBe("removed");
  });

  it("goes with its signal, and gives up on an etcd that does not answer", async () => {
    const life = new AbortController();
    const one = registered({ signal: life.signal });
    await turning(one.ready());
    life.abort();
    await pass(200);
    expect([one.state, await stored()]).toEqual([{ kind: "deregistered", how: "removed" }, null]);
    const two = registered();
    await turning(two.ready());
    fake.faults.refuse();
    expect(await turning(two.deregister({ timeoutMs: 3_000 }))).toBe("left-to-expire");
    const three = registered({ instance: "three", signal: AbortSignal.abort() });
    await expect(turning(three.ready())).rejects.toThrow(EtcdError);
  });

  it("names every field that is wrong", () => {
    const wrong = () => registered({ host: "", port: 0, layout: "registrator", datacenter: "eu" });
    expect(wrong).toThrow(Problem);
    expect(wrong).toThrow(/host .*port /);
    expect(() => registered({ layout: "none" })).toThrow(/"none" is not known; the built-in ones are path/);
    expect(() => registered({ layout: "grpc" })).toThrow(/prefix has to be given/);
    expect(() => registered({ heartbeatSeconds: 10, ttlSeconds: 10 })).toThrow(/heartbeatSeconds should be/);
    expect(() => registered({ keeping: "re-put", whenRemoved: "stay-away" })).toThrow(/whenRemoved/);
    expect(() => registered({ prefix: "/services" })).toThrow(/end at a separator/);
  });

  it("refuses an update that would be another key", async () => {
    const one = registered({
      layout: "heartbeat",
      prefix: "heartbeat|",
      ...({ datacenter: undefined, instance: undefined } as object),
    });
    await turning(one.ready());
    await expect(one.update({ port: 9090 })).rejects.toThrow(/part of the key/);
  });
});

describe("five hundred registrations on one connection", () => {
  it("are granted, beaten and ended together", async () => {
    const all = Array.from({ length: 500 }, (_, index) => registered({ instance: `i${index}` }));
    await turning(Promise.all(all.map((one) => one.ready())));
    expect(fake.openConnections).toBe(1);
    await pass(30_000);
    expect(all.every(({ state }) => state.kind === "registered")).toBe(true);
    expect((await leases()).length).toBe(500);
    fake.faults.refuse();
    await pass(20_000);
    fake.faults.accept();
    await pass(10_000);
    expect(all.every(({ state }) => state.kind === "registered")).toBe(true);
    expect([(await leases()).length, fake.openConnections]).toEqual([500, 1]);
    await turning(Promise.all(all.map((one) => one.deregister())));
    expect(await leases()).toEqual([]);
  });
});
