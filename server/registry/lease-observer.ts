import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { OwnWrites } from "@/lib/leases/cause";
import { createPollQueue } from "@/lib/leases/queue";
import { fineReading, type LeaseReading } from "@/lib/leases/reading";
import { LOOKED_AT_MS, nextDue, resolutionMs, shareMs } from "@/lib/leases/schedule";
import {
  acrossStep,
  type Heritage,
  type LeaseTrack,
  NOTHING_SHOWN,
  observe,
  passedOn,
  type TrackStep,
  withExactBeat,
} from "@/lib/leases/track";
import type { LeaseLane, LiveStatus } from "@/lib/live/protocol";
import { isPending } from "@/lib/registry/describe";
import { compareRevisions } from "@/lib/registry/revision";
import type { InstanceId, LeaseId } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import type { SteadyClock } from "@/lib/steady-clock";
import { createLeaseIndex, isLookedAt, type LookedAt } from "./lease-index";
import { beatEvent, createLeaseNews, resetEvent } from "./lease-news";
import { createLeasePoller, type LeaseSaid, type Trouble } from "./lease-poller";
import type { Registry, RegistryUpdate } from "./registry";
import { createRemovalCauses } from "./removal-causes";

export interface LeaseObserverOptions {
  registry: Registry;
  /** Throws while there is no etcd to talk to. */
  etcd: () => Pick<EtcdPort, "timeToLive">;
  /** Deadlines are measured by it; one that can be set says when it was. */
  clock: Clock & { onStep?: SteadyClock["onStep"] };
  /** Questions a second. */
  budget: number;
  /** Tells removals that an action of ours made. */
  ownWrite?: OwnWrites;
}

export interface LeaseObserver {
  /** What clients look at: observed more finely. */
  setInterest(lookedAt: LookedAt): void;
  /** What was observed anew of what is looked at. Returns the way to stop listening. */
  onFine(listener: (leaseId: LeaseId) => void): () => void;
  /** With beats; null where it was not observed yet. */
  reading(leaseId: LeaseId): LeaseReading | null;
  instancesOf(leaseId: LeaseId): ReadonlySet<InstanceId>;
  leasesOf(lookedAt: LookedAt): Set<LeaseId>;
  leaseIds(): Iterable<LeaseId>;
  lane(): LeaseLane;
  stats(): { asked: number; failed: number; inFlight: number; queued: number; explaining: number };
  stop(): void;
}

/** Of the budget at most this much goes to what is looked at, so that the rest is still observed. */
const LOOKED_AT_SHARE = 0.5;
const LANE_MS = 1_000;

/** Follows every lease that holds an instance, tells what becomes of it, and names why instances left. */
export function createLeaseObserver(options: LeaseObserverOptions): LeaseObserver {
  const { registry, etcd, clock, budget, ownWrite = () => null } = options;
  const index = createLeaseIndex();
  const queue = createPollQueue();
  const tracks = new Map<LeaseId, LeaseTrack>();
  /** Of leases not observed yet that took the place of another one at a heartbeat. */
  const heritages = new Map<LeaseId, Heritage>();
  let looked: Set<LeaseId> = new Set();
  const fineListeners = new Set<(leaseId: LeaseId) => void>();
  let interest: LookedAt = { services: new Set(), keys: new Set() };
  let term: { id: string; heardAt: number } | null = null;
  let trouble: Trouble | null = null;
  let cancelLane = (): void => {};
  let isHeld = false;

  const news = createLeaseNews({ clock, view: registry.view, tell: registry.observed });
  const poller = createLeasePoller({
    ask: (leaseId, { keys, timeoutMs }) =>
      Promise.resolve().then(() => etcd().timeToLive(leaseId, { keys, timeoutMs })),
    clock,
    budgetPerSecond: budget,
    take: queue.take,
    nextAt: queue.nextAt,
    onAnswer,
    onFailure: plan,
    onTrouble(next) {
      trouble = next;
      registry.observing(lane());
    },
  });
  const causes = createRemovalCauses({ poller, clock, ownWrite, onExplained: registry.explain });

  function plan(leaseId: LeaseId): void {
    if (!index.has(leaseId)) return;
    const now = clock.now();
    const lookedAtMs = Math.max(LOOKED_AT_MS, (looked.size / (budget * LOOKED_AT_SHARE)) * 1000);
    const circumstances = {
      now,
      lookedAt: looked.has(leaseId) && lookedAtMs < 2_000,
      lookedAtMs,
      shareMs: shareMs(index.size, budget),
    };
    queue.set(leaseId, nextDue(tracks.get(leaseId) ?? null, circumstances));
  }

  function onAnswer(leaseId: LeaseId, said: LeaseSaid): void {
    causes.note(leaseId, said);
    if (!index.has(leaseId)) return;
    if (isOfTerm(said)) {
      const step = observe(tracks.get(leaseId) ?? null, said, heritages.get(leaseId));
      if (step) take(leaseId, step);
    }
    plan(leaseId);
  }

  function take(leaseId: LeaseId, { track, outcome, became }: TrackStep): void {
    const before = tracks.get(leaseId)?.liveness;
    tracks.set(leaseId, track);
    heritages.delete(leaseId);
    // Past its deadline when it was looked at next: the moment at which it was merely late went by unseen.
    const unseen = became === "overdue" && before === "alive";
    if (unseen) tellChange(leaseId, track, "late", false);
    else if (became && outcome.kind !== "first") tellChange(leaseId, track, became, outcome.kind === "heartbeat");
    news.reading(leaseId, track, became !== null);
    if (looked.has(leaseId)) for (const listener of fineListeners) listener(leaseId);
  }

  function tellChange(leaseId: LeaseId, track: LeaseTrack, became: LeaseTrack["liveness"], renewed: boolean): void {
    const view = registry.view();
    const type = became === "late" ? "late" : became === "alive" && renewed ? "recovered" : null;
    if (!view || !type) return;
    for (const id of index.instancesOf(leaseId)) {
      const instance = view.instances.get(id);
      if (instance) news.event(beatEvent(view, type, instance, track));
    }
  }

  /** False for what a member says that does not know the newest leader yet. A newer leader sets every deadline anew. */
  function isOfTerm({ raftTerm, receivedAt }: LeaseSaid): boolean {
    const known = term;
    const order = known ? compareRevisions(raftTerm, known.id) : 1;
    if (order < 0) return false;
    term = { id: raftTerm, heardAt: receivedAt };
    const view = registry.view();
    if (order === 0 || !known || !view) return true;
    news.event(resetEvent(view, raftTerm, known.id, [known.heardAt, receivedAt]));
    const now = clock.now();
    for (const leaseId of tracks.keys()) queue.set(leaseId, { at: now, headStartMs: 0, lookedAt: looked.has(leaseId) });
    return true;
  }

  function onUpdate({ previous, next, events }: RegistryUpdate): void {
    const continues = previous !== null && previous.epoch === next.epoch;
    const unexplained = continues ? events.filter((event) => event.type === "removed" && isPending(event)) : [];
    if (unexplained.length > 0) causes.removed(unexplained, (leaseId) => tracks.get(leaseId) ?? null);
    if (!continues) forgetAll();
    const beating = events.flatMap(({ type, revision, instanceId }) =>
      type === "heartbeat" && revision !== null && instanceId !== undefined ? [instanceId] : [],
    );
    if (continues) for (const id of beating) passOn(previous, next, id);
    if (previous?.instances !== next.instances || !continues) follow(previous, next);
    for (const id of beating) exactBeat(next, id);
    poller.wake();
  }

  function follow(previous: RegistryUpdate["previous"], next: RegistryUpdate["next"]): void {
    const { added, dropped } = index.update(previous, next);
    for (const leaseId of dropped) {
      tracks.delete(leaseId);
      heritages.delete(leaseId);
      queue.delete(leaseId);
      looked.delete(leaseId);
      news.dropped(leaseId);
    }
    for (const leaseId of added) {
      if (isInterest(leaseId)) looked.add(leaseId);
      plan(leaseId);
    }
  }

  /** Another store or a hole in its history: what was learned of its leases may be of others. */
  function forgetAll(): void {
    for (const leaseId of tracks.keys()) news.dropped(leaseId);
    tracks.clear();
    heritages.clear();
    term = null;
    for (const leaseId of index.ids()) plan(leaseId);
  }

  function onStep(byMs: number): void {
    const kept = [...tracks].map(([leaseId, track]) => [leaseId, acrossStep(track, byMs)] as const);
    forgetAll();
    for (const [leaseId, heritage] of kept) heritages.set(leaseId, heritage);
    poller.stepped();
  }

  /** The owner put its key under a new lease, as it does at each heartbeat: what was learned of it goes along. */
  function passOn(previous: View, next: View, id: InstanceId): void {
    const from = previous.instances.get(id)?.leaseId ?? null;
    const instance = next.instances.get(id);
    if (from === null || !instance || instance.leaseId === null || instance.leaseId === from) return;
    const track = tracks.get(from);
    heritages.set(instance.leaseId, passedOn(track ?? heritages.get(from) ?? NOTHING_SHOWN, clock.now()));
    if (track && track.liveness !== "alive") news.event(beatEvent(next, "recovered", instance, track));
  }

  function exactBeat(next: RegistryUpdate["next"], id: InstanceId): void {
    const leaseId = next.instances.get(id)?.leaseId;
    const track = leaseId ? tracks.get(leaseId) : undefined;
    if (!leaseId || !track) return;
    const beaten = withExactBeat(track, clock.now());
    tracks.set(leaseId, beaten);
    news.reading(leaseId, beaten, false);
  }

  function isInterest(leaseId: LeaseId): boolean {
    const view = registry.view();
    for (const id of index.instancesOf(leaseId)) {
      const instance = view?.instances.get(id);
      if (instance && isLookedAt(interest, instance)) return true;
    }
    return false;
  }

  function onStatus({ source }: LiveStatus): void {
    const hold = source.state === "backing-off";
    if (hold === isHeld) return;
    isHeld = hold;
    poller.hold(hold ? source.message : null);
  }

  function lane(): LeaseLane {
    const count = index.size;
    const late = queue.lagMs(clock.now());
    return { count, budget, resolutionMs: Math.round(resolutionMs(count, budget) + late), notObserved: trouble };
  }

  function tellLane(): void {
    registry.observing(lane());
    cancelLane = clock.setTimeout(tellLane, LANE_MS);
  }

  const known = registry.view();
  if (known) follow(null, known);
  const offUpdate = registry.onUpdate(onUpdate);
  const offStatus = registry.onStatus(onStatus);
  const offStep = clock.onStep?.(onStep);
  tellLane();
  poller.wake();

  return {
    setInterest(wanted) {
      interest = wanted;
      const before = looked;
      looked = index.leasesOf(wanted);
      const at = clock.now();
      // Only what was not looked at already: a client that changes its mind often must not have the same leases asked each time.
      for (const leaseId of looked)
        if (!before.has(leaseId)) queue.set(leaseId, { at, headStartMs: 0, lookedAt: true });
      poller.wake();
    },
    onFine(listener) {
      fineListeners.add(listener);
      return () => fineListeners.delete(listener);
    },
    reading(leaseId) {
      const track = tracks.get(leaseId);
      return track ? fineReading(leaseId, track) : null;
    },
    instancesOf: index.instancesOf,
    leasesOf: index.leasesOf,
    leaseIds: index.ids,
    lane,
    stats: () => ({ ...poller.stats(), queued: queue.size, explaining: causes.pending() }),
    stop() {
      offUpdate();
      offStatus();
      offStep?.();
      cancelLane();
      news.stop();
      causes.stop();
      poller.stop();
      fineListeners.clear();
    },
  };
}
