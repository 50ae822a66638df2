import type { Clock } from "@/lib/clock";
import { EtcdError, type LeaseTimeToLive } from "@/lib/etcd/port";
import type { LeaseAnswer } from "@/lib/leases/deadline";
import type { LeaseId } from "@/lib/registry/types";

export interface LeaseSaid extends LeaseAnswer {
  keys: string[];
}

export interface Trouble {
  since: number;
  reason: string;
}

export interface LeasePollerOptions {
  ask(leaseId: LeaseId, options: { keys: boolean; timeoutMs: number }): Promise<LeaseTimeToLive>;
  clock: Clock;
  budgetPerSecond: number;
  /** The lease that is due first, null where none is; it counts as asked from then on. */
  take(now: number): LeaseId | null;
  /** When the next falls due; null where none waits. */
  nextAt(): number | null;
  onAnswer(leaseId: LeaseId, said: LeaseSaid): void;
  /** It was not answered and has to be taken again. */
  onFailure(leaseId: LeaseId): void;
  /** Leases cannot be observed, or can again. */
  onTrouble(trouble: Trouble | null): void;
}

export interface LeasePoller {
  /** Something may have fallen due. */
  wake(): void;
  /**
   * Before all that is due and beside the budget, with the lease's keys; rejects with an `EtcdError`. There is one for each
   * lease that ends, and in a storm those that are still there must go on being observed.
   */
  askFirst(leaseId: LeaseId): Promise<LeaseSaid>;
  /** Not observed from here on, for this reason; null: go on. */
  hold(reason: string | null): void;
  /** The clock was set: what is on its way was asked at a time that means nothing now. */
  stepped(): void;
  stats(): { asked: number; failed: number; inFlight: number };
  stop(): void;
}

/** More at once is no faster, measured: etcd's answers then only wait in our own queue. */
const MOST_IN_FLIGHT = 64;
const TIMEOUT_MS = 2_000;
/** What calm seconds leave of the budget may be spent in a storm. */
const SAVED_SECONDS = 2;
/** Timers of a millisecond each would cost more than the questions. */
const TURN_MS = 8;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const REFUSED_PAUSE_MS = 15_000;

/** Asks etcd within a budget. Where etcd fails it pauses, longer each time, and a single question tries the way. */
export function createLeasePoller(options: LeasePollerOptions): LeasePoller {
  const { ask, clock, budgetPerSecond, take, nextAt, onAnswer, onFailure, onTrouble } = options;
  const first: (() => void)[] = [];
  let tokens = budgetPerSecond;
  let filledAt = clock.now();
  let inFlight = 0;
  let asked = 0;
  let failed = 0;
  let pauses = 0;
  let pausedUntil = 0;
  let lastGoodAt = clock.now();
  let trouble: Trouble | null = null;
  let held = false;
  let cancel: (() => void) | null = null;
  let armedFor = 0;
  let stopped = false;
  let steps = 0;

  async function call(leaseId: LeaseId, keys: boolean): Promise<LeaseSaid> {
    const sentAt = clock.now();
    const step = steps;
    inFlight++;
    asked++;
    try {
      const {
        remainingSeconds,
        grantedSeconds,
        header,
        keys: found,
      } = await ask(leaseId, { keys, timeoutMs: TIMEOUT_MS });
      good();
      if (step !== steps) throw new EtcdError("cancelled", "The clock was set while etcd was asked.");
      const { raftTerm } = header;
      return { sentAt, receivedAt: clock.now(), remainingSeconds, grantedSeconds, raftTerm, keys: found };
    } catch (error) {
      failed++;
      if (lastGoodAt < sentAt) bad(error);
      throw error;
    } finally {
      inFlight--;
    }
  }

  function good(): void {
    lastGoodAt = clock.now();
    pauses = 0;
    pausedUntil = 0;
    say(null);
  }

  function bad(error: unknown): void {
    const known = error instanceof EtcdError ? error : null;
    if (known?.code === "cancelled") return;
    const refused = known?.code === "permission-denied" || known?.code === "certificate";
    const pauseMs = refused
      ? REFUSED_PAUSE_MS
      : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(pauses++, 8));
    pausedUntil = Math.max(pausedUntil, clock.now() + pauseMs);
    say({ since: trouble?.since ?? lastGoodAt, reason: known?.message ?? "etcd failed." });
  }

  function say(next: Trouble | null): void {
    if (stopped || (trouble?.since === next?.since && trouble?.reason === next?.reason)) return;
    trouble = next;
    onTrouble(next);
  }

  function refill(now: number): void {
    tokens = Math.min(SAVED_SECONDS * budgetPerSecond, tokens + ((now - filledAt) / 1000) * budgetPerSecond);
    filledAt = now;
  }

  function poll(leaseId: LeaseId): void {
    tokens--;
    call(leaseId, false).then(
      (said) => {
        if (stopped) return;
        onAnswer(leaseId, said);
        if (first.length > 0) run();
        else arm();
      },
      () => {
        if (stopped) return;
        onFailure(leaseId);
        arm();
      },
    );
  }

  function run(): void {
    cancel?.();
    cancel = null;
    if (stopped) return;
    const now = clock.now();
    refill(now);
    const most = trouble ? 1 : MOST_IN_FLIGHT;
    while (first.length > 0 && inFlight < MOST_IN_FLIGHT) first.shift()?.();
    while (!held && now >= pausedUntil && tokens >= 1 && inFlight < most) {
      const leaseId = take(now);
      if (leaseId === null) break;
      poll(leaseId);
    }
    arm();
  }

  function arm(): void {
    if (stopped || held) return;
    const due = nextAt();
    if (due === null || inFlight >= (trouble ? 1 : MOST_IN_FLIGHT)) return;
    const now = clock.now();
    const paidAt = tokens >= 1 ? now : now + ((1 - tokens) / budgetPerSecond) * 1000;
    const at = Math.max(due, pausedUntil, paidAt, now + TURN_MS);
    if (cancel && armedFor <= at) return;
    cancel?.();
    armedFor = at;
    cancel = clock.setTimeout(run, at - now);
  }

  return {
    wake: arm,
    askFirst(leaseId) {
      return new Promise((resolve, reject) => {
        first.push(() => call(leaseId, true).then(resolve, reject).finally(run));
        if (inFlight < MOST_IN_FLIGHT) run();
      });
    },
    hold(reason) {
      held = reason !== null;
      if (reason !== null) say({ since: trouble?.since ?? lastGoodAt, reason });
      else {
        pausedUntil = 0;
        pauses = 0;
        run();
      }
    },
    stepped() {
      steps++;
      filledAt = clock.now();
      pausedUntil = 0;
      armedFor = Number.POSITIVE_INFINITY;
      arm();
    },
    stats: () => ({ asked, failed, inFlight }),
    stop() {
      stopped = true;
      cancel?.();
      cancel = null;
    },
  };
}
