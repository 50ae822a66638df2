/** The demo fleet: real processes that register themselves, and what can be done to them. */
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Logger } from "pino";
import type { FleetBehaviour, FleetProbe, FleetStorm, Fleet as FleetView } from "@/lib/api/fleet";
import type { Clock } from "@/lib/clock";
import { connectEtcd, type Etcd } from "@/lib/discovery/etcd";
import { createLimit } from "@/lib/discovery/limit";
import { Problem } from "@/lib/errors";
import type { OwnListeners } from "@/server/reach/own-listeners";
import type { Supervisor } from "@/server/supervisor/supervisor";
import { FAMILY, type FamilyService, HEARTBEAT_SECONDS, MOST_INSTANCES, STORM, TTL_SECONDS } from "./family";
import { removeLeftovers, revokeAll } from "./leftovers";
import { createFleetMember, type FleetCall, type Member } from "./member";
import { instanceName } from "./names";
import { probe } from "./probe";
import { programPath } from "./program-path";

export interface FleetOptions {
  supervisor: Supervisor;
  clock: Clock;
  log: Pick<Logger, "info" | "warn">;
  /** Where its ways to etcd are named. */
  own?: OwnListeners;
}

export interface Fleet {
  view(): FleetView;
  /** Calls of its processes among each other, as they tell of them. Returns the way to stop listening. */
  onCall(listener: (call: FleetCall) => void): () => void;
  /** Starts everything as soon as etcd, at these `http://host:port`, answers. Resolves when all of it runs. */
  begin(etcd: readonly string[]): Promise<void>;
  start(ids: readonly string[], ttlSeconds?: number): Promise<void>;
  stop(ids: readonly string[]): Promise<void>;
  kill(ids: readonly string[]): Promise<void>;
  pause(ids: readonly string[]): void;
  resume(ids: readonly string[]): void;
  cut(ids: readonly string[]): Promise<void>;
  mend(ids: readonly string[]): Promise<void>;
  behave(change: FleetBehaviour): Promise<void>;
  scale(service: string, count: number, ttlSeconds?: number): Promise<void>;
  /** Looks at the process and its port now. */
  probe(id: string): Promise<FleetProbe>;
  storm(storm: FleetStorm): Promise<void>;
  /** As at the beginning: what is well stays, what is not is replaced, and its leases are revoked, not waited for. */
  reset(): Promise<void>;
  /** Everything deregisters, for a moment; then it is killed, and what it left in etcd is removed. */
  end(): Promise<void>;
}

const ASK_AGAIN_MS = 100;
const END_GRACE_MS = 1_500;
const CLEAN_WITHIN_MS = 1_000;

export function createFleet({ supervisor, clock, log, own }: FleetOptions): Fleet {
  const token = randomBytes(24).toString("base64url");
  const members = new Map<string, Member>();
  const listeners = new Set<(call: FleetCall) => void>();
  const onCall = (call: FleetCall) => {
    for (const listener of listeners) listener(call);
  };
  // As many at once as start no faster one by one: the console starts at the same time.
  const starting = createLimit(Math.max(2, availableParallelism()));
  let state: FleetView["state"] = "waiting";
  let etcd: Etcd | null = null;
  let addresses: readonly string[] = [];
  let program = "";
  let storm: (FleetStorm & { until: number; member: Member; cancel: () => void }) | null = null;
  let resetting: Promise<void> | null = null;

  function membersOf({ name }: FamilyService): Member[] {
    return [...members.values()].filter((member) => member.service.name === name);
  }

  function add(service: FamilyService, number: number): Member {
    const id = instanceName.of(service, number);
    const { datacenters } = service;
    const datacenter = datacenters[(number - 1) % datacenters.length] ?? null;
    const member = createFleetMember({
      id,
      service,
      datacenter,
      etcd: addresses,
      program,
      token,
      supervisor,
      clock,
      onCall,
      ...(own && { own }),
    });
    members.set(id, member);
    return member;
  }

  async function launch(some: readonly Member[], ttlSeconds = TTL_SECONDS): Promise<void> {
    const outcomes = await Promise.allSettled(some.map((member) => starting(() => member.start(ttlSeconds))));
    for (const outcome of outcomes)
      if (outcome.status === "rejected" && state !== "stopped")
        log.warn({ err: outcome.reason }, "A process of the demo fleet could not be started");
  }

  /** The family as it is at the beginning, first ones first: every service is there early. */
  function beginners(): { service: FamilyService; number: number }[] {
    const all = FAMILY.flatMap((service) =>
      Array.from({ length: service.count }, (_, index) => ({ service, number: index + 1 })),
    );
    return all.sort((a, b) => a.number - b.number);
  }

  function chosen(ids: readonly string[]): Member[] {
    refuseWhileBusy();
    const unknown = ids.filter((id) => !members.has(id));
    if (unknown.length > 0) throw new Problem("not-found", `The fleet has no ${unknown.join(", ")}.`);
    return [...new Set(ids)].flatMap((id) => members.get(id) ?? []);
  }

  function refuseWhileBusy(): void {
    if (state === "waiting") throw new Problem("not-ready", "The fleet waits for etcd.", { retryAfterSeconds: 1 });
    if (state === "stopped") throw new Problem("not-ready", "The console is ending.");
    if (resetting) throw new Problem("conflict", "The fleet is being reset; ask again in a moment.");
  }

  const each = async (some: readonly Member[], act: (member: Member) => Promise<void>) => {
    await Promise.all(some.map(act));
  };

  const isAlive = (key: string): boolean =>
    [...members.values()].some((member) => {
      const { process, registration } = member.view();
      return registration?.key === key && registration.state !== "deregistered" && process !== "stopped";
    });

  async function clean(): Promise<void> {
    if (!etcd) return;
    const removed = await removeLeftovers(etcd, isAlive);
    if (removed > 0) log.info({ removed }, "Removed what processes of the demo fleet had left in etcd");
  }

  async function endStorm(): Promise<void> {
    const old = storm;
    storm = null;
    old?.cancel();
    await old?.member.stop();
    await old?.member.remove();
  }

  /** What is not as it was at the beginning is ended; answers what has to be started. */
  async function restore(): Promise<Member[]> {
    const leaseIds: string[] = [];
    const first = new Set(beginners().map(({ service, number }) => instanceName.of(service, number)));
    const end = async (member: Member) => {
      const { leaseId } = member.view().registration ?? {};
      await member.kill();
      await member.mend();
      if (leaseId) leaseIds.push(leaseId);
    };
    await endStorm();
    await each([...members.values()], async (member) => {
      const { process, cut, ttlSeconds, latencyMs, errorRate } = member.view();
      if (!first.has(member.id)) {
        await end(member);
        await member.remove();
        members.delete(member.id);
      } else if (cut || ttlSeconds !== TTL_SECONDS || ["starting", "stopping", "stopped"].includes(process)) {
        await end(member);
      } else {
        if (process === "paused") member.resume();
        if (latencyMs > 0 || errorRate > 0)
          await member.behave({ latencyMs: 0, errorRate: 0 }).catch(() => end(member));
      }
    });
    if (etcd) await revokeAll(etcd, leaseIds);
    await clean();
    const missing = beginners().filter(({ service, number }) => !members.has(instanceName.of(service, number)));
    for (const { service, number } of missing) add(service, number);
    return [...members.values()].filter((member) => member.view().process === "stopped");
  }

  async function reset(): Promise<void> {
    state = "resetting";
    try {
      await launch(await restore());
    } finally {
      if (state === "resetting") state = "ready";
      resetting = null;
    }
  }

  return {
    view: () => ({
      state,
      ttlSeconds: TTL_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      mostInstances: MOST_INSTANCES,
      services: FAMILY.map((service) => ({
        name: service.name,
        layout: service.layout,
        prefix: service.prefix,
        keeping: service.keeping,
        dependsOn: [...service.dependsOn],
        beginsWith: service.count,
        instances: membersOf(service).map((member) => member.view()),
      })),
      storm: storm
        ? {
            perSecond: storm.perSecond,
            standing: storm.standing,
            until: storm.until,
            pid: storm.member.view().pid,
          }
        : null,
      serverTime: clock.now(),
    }),
    onCall(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async begin(endpoints) {
      if (state === "stopped") return;
      addresses = endpoints;
      etcd = connectEtcd(endpoints);
      program = await programPath();
      while (state === "waiting") {
        const cleaned = await clean().then(
          () => true,
          () => false,
        );
        if (cleaned) break;
        await new Promise<void>((resolve) => clock.setTimeout(resolve, ASK_AGAIN_MS));
      }
      if (state !== "waiting") return;
      state = "starting";
      await launch(beginners().map(({ service, number }) => add(service, number)));
      if (state === "starting") state = "ready";
    },
    start: (ids, ttlSeconds) => launch(chosen(ids), ttlSeconds),
    stop: (ids) => each(chosen(ids), (member) => member.stop()),
    kill: (ids) => each(chosen(ids), (member) => member.kill()),
    pause(ids) {
      for (const member of chosen(ids)) member.pause();
    },
    resume(ids) {
      for (const member of chosen(ids)) member.resume();
    },
    cut: (ids) => each(chosen(ids), (member) => member.cut()),
    mend: (ids) => each(chosen(ids), (member) => member.mend()),
    async behave({ instances, ...behaviour }) {
      await each(chosen(instances), (member) => member.behave(behaviour));
    },
    async scale(name, count, ttlSeconds) {
      refuseWhileBusy();
      const service = FAMILY.find((one) => one.name === name);
      if (!service) throw new Problem("not-found", `The fleet has no service ${name}.`);
      const present = membersOf(service);
      const tooMany = present.slice(count);
      for (let number = 1; membersOf(service).length < count; number++)
        if (!members.has(instanceName.of(service, number))) add(service, number);
      for (const member of tooMany) members.delete(member.id);
      await Promise.all([
        launch(
          membersOf(service).filter((member) => member.view().process === "stopped"),
          ttlSeconds,
        ),
        each(tooMany, async (member) => {
          await member.stop();
          await member.remove();
        }),
      ]);
    },
    async probe(id) {
      const member = members.get(id);
      if (!member) throw new Problem("not-found", `The fleet has no ${id}.`);
      return { instance: id, at: clock.now(), ...(await probe(member.trace())) };
    },
    async storm(wanted) {
      refuseWhileBusy();
      await endStorm();
      if (wanted.perSecond === 0) return;
      const { perSecond, standing } = wanted;
      const member = createFleetMember({
        id: "storm",
        service: STORM,
        datacenter: null,
        etcd: addresses,
        program,
        token,
        supervisor,
        clock,
        onCall,
        ...(own && { own }),
        storm: { perSecond, standing },
      });
      const cancel = clock.setTimeout(() => void endStorm(), wanted.seconds * 1000);
      storm = { ...wanted, until: clock.now() + wanted.seconds * 1000, member, cancel };
      await launch([member]);
    },
    reset() {
      if (!resetting) {
        refuseWhileBusy();
        resetting = reset();
      }
      return resetting;
    },
    async end() {
      const began = state !== "waiting";
      state = "stopped";
      storm?.cancel();
      const all = [...members.values(), ...(storm ? [storm.member] : [])];
      await each(all, (member) => member.stop(END_GRACE_MS));
      await each(all, (member) => member.remove());
      if (began) await within(CLEAN_WITHIN_MS, clock, clean());
      etcd?.close();
    },
  };
}

/** Waits no longer than this, and never fails: etcd may be gone already. */
async function within(ms: number, clock: Clock, promise: Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = clock.setTimeout(resolve, ms);
    promise
      .catch(() => {})
      .finally(() => {
        cancel();
        resolve();
      });
  });
}
