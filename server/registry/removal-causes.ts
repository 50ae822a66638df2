import type { Clock } from "@/lib/clock";
import { causeOf, type LeaseCheck, type OwnWrites } from "@/lib/leases/cause";
import { forecastOfEnd } from "@/lib/leases/forecast";
import { type LeaseTrack, observe } from "@/lib/leases/track";
import type { LeaseId, RegistryEvent, RemovalCause } from "@/lib/registry/types";
import type { LeasePoller, LeaseSaid } from "./lease-poller";

export interface RemovalCausesOptions {
  poller: Pick<LeasePoller, "askFirst">;
  clock: Clock;
  ownWrite: OwnWrites;
  /** Removals with their causes, several at once where they come close together. */
  onExplained(removals: RegistryEvent[]): void;
}

interface Job {
  leaseId: LeaseId;
  seenAt: number;
  replayed: boolean;
  /** What was known of the lease before it was gone; a question already on its way may add to it. */
  track: LeaseTrack | null;
  events: RegistryEvent[];
}

const TRIES = 4;
const AGAIN_MS = 40;
const GATHER_MS = 10;
/** Longer than any action takes to be answered. */
const HOLD_MS = 100;
const HOLD_TRIES = 150;
const CROWD_MS = 10_000;

/** Finds out why leased instances left: one question per lease, however many of its keys went. */
export function createRemovalCauses({ poller, clock, ownWrite, onExplained }: RemovalCausesOptions) {
  const jobs = new Map<LeaseId, Set<Job>>();
  const cancels = new Set<() => void>();
  /** When leases ended, for the crowd. */
  let ends: { at: number; count: number }[] = [];
  let explained: RegistryEvent[] = [];
  let gathering = false;
  let stopped = false;

  function later(run: () => void, ms: number): void {
    const cancel = clock.setTimeout(() => {
      cancels.delete(cancel);
      run();
    }, ms);
    cancels.add(cancel);
  }

  function tell(event: RegistryEvent, cause: RemovalCause): void {
    explained.push({ ...event, ...cause });
    if (gathering) return;
    gathering = true;
    later(() => {
      gathering = false;
      const told = explained;
      explained = [];
      onExplained(told);
    }, GATHER_MS);
  }

  /** An action that is still pending may have done it: its answer says so, exactly. */
  function hold(job: Job, tries: number): void {
    const open = job.events.filter((event) => !tellOwn(event));
    if (open.length === 0) return;
    job.events = open;
    const isPending = open.some((event) => ownOf(event) === "pending");
    if (isPending && tries > 0 && !stopped) later(() => hold(job, tries - 1), HOLD_MS);
    else begin(job);
  }

  function ownOf({ revision, key, before }: RegistryEvent): ReturnType<OwnWrites> {
    if (revision === null || key === null || !before?.leaseId) return null;
    return ownWrite(revision, key, before.leaseId);
  }

  function tellOwn(event: RegistryEvent): boolean {
    const own = ownOf(event);
    if (own === null || own === "pending") return false;
    const { actor, auditId, ...cause } = own;
    tell({ ...event, actor, auditId }, cause);
    return true;
  }

  function begin(job: Job): void {
    const others = jobs.get(job.leaseId) ?? new Set();
    jobs.set(job.leaseId, others.add(job));
    check(job, 1);
  }

  function check(job: Job, attempt: number): void {
    const again = () => later(() => check(job, attempt + 1), AGAIN_MS * attempt);
    poller.askFirst(job.leaseId).then(
      (said) => {
        if (stopped) return;
        const alive = said.grantedSeconds > 0;
        // A leader that has not applied the revocation yet still lists the key on the lease; so does a key put anew.
        const listed = alive && job.events.some(({ key }) => key !== null && said.keys.includes(key));
        if (listed && attempt < TRIES) again();
        else end(job, { alive, raftTerm: said.raftTerm, receivedAt: said.receivedAt });
      },
      () => {
        if (stopped) return;
        if (attempt < TRIES) again();
        else end(job, null);
      },
    );
  }

  function end(job: Job, check: LeaseCheck | null): void {
    const others = jobs.get(job.leaseId);
    others?.delete(job);
    if (others?.size === 0) jobs.delete(job.leaseId);
    const crowd = ends.reduce((sum, { at, count }) => (Math.abs(at - job.seenAt) <= CROWD_MS ? sum + count : sum), 0);
    const forecast = forecastOfEnd(job.track?.forecast ?? null, job.seenAt);
    const cause = { ...causeOf({ ...job, check, crowd }), ...(forecast && { forecast }) };
    // Where prefixes are watched apart, an action's entry may come after what it did.
    for (const event of job.events) if (!tellOwn(event)) tell(event, cause);
  }

  return {
    /** Removals of one update, none of them explained yet. `trackOf` gives what was known before. */
    removed(events: readonly RegistryEvent[], trackOf: (leaseId: LeaseId) => LeaseTrack | null): void {
      const now = clock.now();
      const byLease = new Map<LeaseId, Job>();
      for (const event of events) {
        const leaseId = event.before?.leaseId;
        if (!leaseId) continue;
        const job = byLease.get(leaseId);
        if (job) job.events.push(event);
        else
          byLease.set(leaseId, {
            leaseId,
            seenAt: now,
            replayed: Array.isArray(event.at),
            track: trackOf(leaseId),
            events: [event],
          });
      }
      ends = ends.filter(({ at }) => now - at <= 2 * CROWD_MS);
      const last = ends.at(-1);
      // Counted by tenths of a second: a storm has thousands.
      if (last && now - last.at < 100) last.count += byLease.size;
      else ends.push({ at: now, count: byLease.size });
      for (const job of byLease.values()) hold(job, HOLD_TRIES);
    },
    /** An answer to a question that was asked before the removal was seen: it may still find the lease alive. */
    note(leaseId: LeaseId, said: LeaseSaid): void {
      if (said.grantedSeconds === 0) return;
      for (const job of jobs.get(leaseId) ?? [])
        if (said.sentAt < job.seenAt) job.track = observe(job.track, said)?.track ?? job.track;
    },
    pending: () => jobs.size,
    stop(): void {
      stopped = true;
      for (const cancel of cancels) cancel();
      cancels.clear();
      jobs.clear();
    },
  };
}
