import { expect, it } from "vitest";
import type { LeaseReading } from "@/lib/leases/reading";
import { createManualClock } from "@/lib/manual-clock";
import { testRecords } from "@/lib/records/testing";
import { drainKeyOf, encodeDrain } from "@/lib/registry/marks";
import { createTestStore, testLayouts } from "@/lib/registry/testing";
import { createRegistry } from "@/server/registry/registry";
import { createCandidates } from "./candidates";

function start() {
  const clock = createManualClock(1_000);
  const store = createTestStore();
  const registry = createRegistry({ records: testRecords(), layouts: testLayouts, clock, tombstoneMs: 600 });
  const source = createCandidates({ registry, now: clock.now });
  const told: string[][] = [];
  source.onChange((services) => told.push([...services].sort()));
  store.write({ key: "/s/api/a", value: "1", lease: "7" }, { key: "/s/web/a", value: "1" });
  registry.accept(store.list("e1"));
  const of = (service: string) => source.of(service)?.map(({ instance, since }) => [instance.instance, since]);
  return { clock, store, registry, source, told, of };
}

it("tells a service that nobody knows from one where nobody is left", () => {
  const { store, registry, source } = start();
  expect(source.of("other")).toBeNull();
  registry.accept(store.write({ key: "/s/web/a", value: null }));
  expect(source.of("web")).toEqual([]);
  expect(source.services()).toEqual(["api"]);
});

it("knows since when somebody is there, but of nobody who was there before it looked", () => {
  const { clock, store, registry, of } = start();
  clock.advance(500);
  registry.accept(store.write({ key: "/s/api/b", value: "1" }));
  clock.advance(500);
  registry.accept(store.write({ key: "/s/api/b", value: "2" }));
  expect(of("api")).toEqual([
    ["a", null],
    ["b", 1_500],
  ]);
});

it("knows that also where nobody asked before, and keeps nothing until then", () => {
  const clock = createManualClock(1_000);
  const store = createTestStore();
  const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 600 });
  let looked = 0;
  const source = createCandidates({
    registry: {
      ...registry,
      view() {
        looked++;
        return registry.view();
      },
    },
    now: clock.now,
  });
  store.write({ key: "/s/api/a", value: "1" });
  registry.accept(store.list("e1"));
  clock.advance(500);
  registry.accept(store.write({ key: "/s/api/b", value: "1" }));
  expect(looked).toBe(0);
  clock.advance(500);
  expect(
    source
      .of("api")
      ?.map(({ instance, since }) => [instance.instance, since])
      .sort(),
  ).toEqual([
    ["a", null],
    ["b", 1_500],
  ]);
  registry.accept(store.write({ key: "/s/api/a", value: null }));
  expect(source.of("api")?.map(({ instance }) => instance.instance)).toEqual(["b"]);
  expect(looked).toBe(1);
});

it("is told of the services that changed, and only those get another list", () => {
  const { store, registry, source, told } = start();
  const [api, web] = [source.of("api"), source.of("web")];
  registry.accept(store.write({ key: "/s/api/b", value: "1" }));
  expect(told).toEqual([["api", "web"], ["api"]]);
  expect(source.of("web")).toBe(web);
  expect(source.of("api")).not.toBe(api);
});

it("an instance that names another service leaves one and arrives at the other", () => {
  const { store, registry, of, told } = start();
  registry.accept(store.write({ key: "/s/web/a", value: "@api:1" }));
  expect(of("web")).toEqual([]);
  expect(of("api")?.map(([name]) => name)).toEqual(["a", "a"]);
  expect(told.at(-1)).toEqual(["api", "web"]);
});

it("drains hold within the update that brings them, also where one key holds several", () => {
  const { store, registry, source } = start();
  registry.accept(store.write({ key: "/f/many", value: "xy" }));
  const value = new TextDecoder().decode(
    encodeDrain("/f/many", { until: null, reason: "", actor: "ann", at: 0, createRevision: "2" }, testRecords()),
  );
  registry.accept(store.write({ key: drainKeyOf("/f/many"), value }));
  expect(source.of("many")?.map(({ adminState }) => adminState)).toEqual(["draining", "draining"]);
  expect(source.of("api")?.[0]?.adminState).toBe("in-service");
});

it("what is learned of a lease reaches those who hold it, and a heartbeat in time nobody", () => {
  const { registry, source, told } = start();
  const reading = (liveness: LeaseReading["liveness"]): LeaseReading => ({
    leaseId: "7",
    grantedSeconds: 10,
    deadline: [10_000, 10_010],
    renewedAt: null,
    sentAt: 0,
    observedAt: 0,
    liveness,
    since: 0,
    rhythmMs: null,
    jitterMs: null,
    beatCount: 0,
    renewed: false,
    resets: 0,
  });
  const observed = (liveness: LeaseReading["liveness"]) => {
    registry.observed({ put: [reading(liveness)], remove: [], events: [] });
    return source.of("api")?.[0]?.liveness;
  };
  expect(["alive", "late", "overdue", "alive"].map((one) => observed(one as LeaseReading["liveness"]))).toEqual([
    "alive",
    "late",
    "overdue",
    "alive",
  ]);
  // The first list, then late, overdue and alive again.
  expect(told).toEqual([["api", "web"], ["api"], ["api"], ["api"]]);
});

it("serves on while etcd is away, and says so", () => {
  const { registry, source } = start();
  const status = {
    state: "backing-off",
    code: "unavailable",
    message: "",
    detail: "",
    attempt: 1,
    retryAt: 0,
  } as const;
  registry.accept({ kind: "status", status });
  expect([source.stale, source.of("api")?.length, source.revision]).toEqual([true, 1, "1"]);
});
