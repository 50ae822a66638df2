import { createBackoff } from "@/lib/etcd/backoff";
import { toEtcdError } from "@/lib/etcd/errors";
import { EtcdError, type EtcdPort, type KeyValue } from "@/lib/etcd/port";
import type { Key, LeaseId } from "@/lib/registry/types";
import { held, orAborted } from "./background";
import type { Etcd } from "./etcd";
import { isOurs, type Placement, place, removeSeen, sameBytes, write } from "./placement";
import type {
  Deregistered,
  Keeping,
  Registration,
  RegistrationChange,
  RegistrationState,
  WhyMissing,
} from "./registration.types";

export interface KeeperOptions {
  etcd: Etcd;
  key: Key;
  value: Uint8Array;
  ttlSeconds: number;
  heartbeatMs: number;
  keeping: Keeping;
  whenRemoved: "return" | "stay-away";
  /** The bytes of a changed registration; throws where it cannot be written under the same key. */
  encode(change: RegistrationChange): Uint8Array;
  /** After the end, whatever led to it. */
  onEnd?: () => void;
}

/** The lease we hold, null id where the registration has none by intention. */
interface Hold {
  leaseId: LeaseId | null;
  ttlMs: number;
  /** When the last renewal was sent that etcd has answered: it lives at least a TTL from there. */
  renewedAt: number;
  placed: boolean;
  since: number;
}

/** A lease that is missing this long before its time was not left to run out. */
const EARLY_MS = 500;
const DEREGISTER_WITHIN_MS = 5_000;

/**
 * Keeps one key in etcd. One loop does everything, step after step, so that no two writes of ours ever race: it takes
 * a lease, puts the key, beats, and after any trouble begins where the facts in etcd say.
 */
export function createKeeper(options: KeeperOptions): Registration {
  const { etcd, key, ttlSeconds, heartbeatMs, keeping, whenRemoved } = options;
  const { clock } = etcd;
  const backoff = createBackoff(etcd.random);
  const ending = new AbortController();
  const listeners = new Set<(state: RegistrationState, previous: RegistrationState) => void>();
  const writers = new Set<{ value: Uint8Array; resolve(): void; reject(error: unknown): void }>();
  /** Leases that were ours: a key on one of them is our own, left behind. */
  const past = new Set<LeaseId>();

  let state: RegistrationState = { kind: "registering", why: "start", attempt: 0, error: null };
  let value = options.value;
  let hold: Hold | null = null;
  let seen: KeyValue | null = null;
  let why: WhyMissing = "start";
  let rouse: (() => void) | null = null;
  let roused = false;
  let dueAt = clock.now();

  function turn(next: RegistrationState): void {
    const previous = state;
    state = next;
    for (const listener of [...listeners]) {
      try {
        listener(next, previous);
      } catch (error) {
        // A listener's mistake is its program's to see, and must not end the registration.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  const use = <T>(run: (port: EtcdPort) => Promise<T>) => etcd.use(run);
  const call = { signal: ending.signal };
  const wanted = (leaseId: LeaseId | null): Placement => ({ key, value, leaseId });

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      let waitMs: number;
      try {
        await step();
        backoff.reset();
        // Woken early, the beat that is due stays due: two of them may never lie farther apart than one interval.
        if (clock.now() >= dueAt) dueAt = Math.max(dueAt + heartbeatMs, clock.now());
        waitMs = dueAt - clock.now();
      } catch (thrown) {
        if (ending.signal.aborted) break;
        waitMs = trouble(toEtcdError(thrown));
        dueAt = clock.now() + waitMs;
      }
      await nap(waitMs);
    }
  }

  function nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        rouse = null;
        roused = false;
        resolve();
      };
      const cancel = clock.setTimeout(done, ms);
      rouse = done;
      if (roused || ending.signal.aborted) done();
    });
  }

  function wake(): void {
    roused = true;
    rouse?.();
  }

  async function step(): Promise<void> {
    if (hold === null) {
      if (state.kind === "away" && why === "revoked") return;
      await takeLease();
    } else if (keeping === "re-put" && hold.placed) await renew(hold.leaseId);
    else if (hold.placed) return beat(hold);
    await enter();
  }

  /** Resolves with `hold` set. */
  async function takeLease(): Promise<void> {
    const sentAt = clock.now();
    if (keeping === "static") {
      hold = { leaseId: null, ttlMs: Number.POSITIVE_INFINITY, renewedAt: sentAt, placed: false, since: sentAt };
      return;
    }
    const { leaseId, grantedSeconds } = await use((port) => port.grantLease(ttlSeconds, call));
    const since = keeping === "re-put" && hold?.placed ? hold.since : sentAt;
    hold = { leaseId, ttlMs: grantedSeconds * 1000, renewedAt: sentAt, placed: false, since };
    past.add(leaseId);
    for (const oldest of past) if (past.size > 8) past.delete(oldest);
  }

  /** Puts the key on the lease we hold, unless it is there already or somebody else's. */
  async function enter(): Promise<void> {
    if (hold === null) return;
    const current = hold;
    const placement = wanted(current.leaseId);
    current.placed = false;
    const outcome = await use((port) => place(port, placement, mayReplace, call)).catch(leaseMayBeGone);
    current.placed = true;
    if (outcome.placed) entered(current, placement.value);
    else stayAway("taken");
  }

  /** At the start it is ours whoever left it there; later only what we left ourselves, or what stands detached. */
  function mayReplace(found: KeyValue): boolean {
    return why === "start" || found.leaseId === null || past.has(found.leaseId);
  }

  function leaseMayBeGone(error: unknown): never {
    if (error instanceof EtcdError && error.code === "lease-not-found") hold = null;
    throw error;
  }

  /** It stands in etcd, with these bytes where somebody waits for them. */
  function entered(current: Hold, written: Uint8Array): void {
    why = "deleted";
    if (state.kind !== "registered" || state.leaseId !== current.leaseId)
      turn({ kind: "registered", leaseId: current.leaseId, since: current.since });
    for (const writer of writers) {
      if (writer.value !== written) continue;
      writers.delete(writer);
      writer.resolve();
    }
  }

  async function beat(current: Hold): Promise<void> {
    const sentAt = clock.now();
    const { remainingSeconds, keyValue } = await orAborted(etcd.beats.beat(current.leaseId, key), ending.signal);
    seen = keyValue;
    if (remainingSeconds !== null && remainingSeconds <= 0) return lostLease(current, sentAt);
    current.renewedAt = sentAt;
    const wasTaken = state.kind === "away" && state.why === "taken";
    if (keyValue === null) return wasTaken ? enter() : missing("deleted");
    if (keyValue.leaseId !== current.leaseId) {
      if (keyValue.leaseId === null || past.has(keyValue.leaseId)) return missing("detached");
      return stayAway("taken");
    }
    const placement = wanted(current.leaseId);
    // What somebody else wrote under our lease stays until we have something new to say.
    if (writers.size > 0 && !sameBytes(keyValue.value, placement.value))
      await use((port) => write(port, placement, keyValue, call)).catch(leaseMayBeGone);
    entered(current, placement.value);
  }

  async function lostLease(current: Hold, askedAt: number): Promise<void> {
    hold = null;
    const early = askedAt < current.renewedAt + current.ttlMs - EARLY_MS;
    const wasOut = state.kind === "away" && state.why !== "taken";
    if (whenRemoved === "stay-away" && (early || wasOut)) return stayAway("revoked");
    why = early ? "revoked" : "expired";
    if (state.kind !== "away") turn({ kind: "registering", why, attempt: 0, error: null });
    await takeLease();
    await enter();
  }

  async function missing(reason: "deleted" | "detached"): Promise<void> {
    why = reason;
    if (whenRemoved === "stay-away") return stayAway(reason);
    turn({ kind: "registering", why, attempt: 0, error: null });
    await enter();
  }

  function stayAway(reason: WhyMissing): void {
    why = reason;
    if (state.kind !== "away" || state.why !== reason) turn({ kind: "away", why: reason });
  }

  /** A new lease for the same value; the key moves over, and the old lease goes, empty. */
  async function renew(old: LeaseId | null): Promise<void> {
    why = "deleted";
    await takeLease();
    await enter();
    if (old !== null) await use((port) => port.revokeLease(old, call)).catch(() => {});
  }

  /** Milliseconds until the next attempt. */
  function trouble(error: EtcdError): number {
    const waitMs = backoff.next();
    const { attempt } = backoff;
    if (state.kind === "away") return waitMs;
    if (hold?.placed) {
      const until = hold.renewedAt + hold.ttlMs;
      turn({ kind: "unconfirmed", leaseId: hold.leaseId, until, attempt, error });
    } else turn({ kind: "registering", why, attempt, error });
    return waitMs;
  }

  async function leave(timeoutMs: number): Promise<Deregistered> {
    const giveUpAt = clock.now() + timeoutMs;
    ending.abort();
    wake();
    await running;
    const how = await takeOut(giveUpAt);
    for (const writer of writers) writer.reject(new EtcdError("cancelled", "It was deregistered."));
    writers.clear();
    turn({ kind: "deregistered", how });
    listeners.clear();
    options.onEnd?.();
    return how;
  }

  async function takeOut(giveUpAt: number): Promise<Deregistered> {
    if (hold === null) return "was-not-registered";
    const { leaseId, placed } = hold;
    const stood = placed && state.kind !== "away";
    if (leaseId === null && !stood) return "was-not-registered";
    for (let attempts = createBackoff(etcd.random); ; ) {
      const timeoutMs = giveUpAt - clock.now();
      if (timeoutMs <= 0) return "left-to-expire";
      try {
        if (leaseId === null)
          return (await use((port) => removeStatic(port, timeoutMs))) ? "removed" : "was-not-registered";
        await use((port) => port.revokeLease(leaseId, { timeoutMs }));
        return stood ? "removed" : "was-not-registered";
      } catch (error) {
        if (error instanceof EtcdError && error.code === "lease-not-found") return "was-not-registered";
        const waitMs = Math.min(attempts.next(), Math.max(0, giveUpAt - clock.now()));
        await new Promise<void>((resolve) => clock.setTimeout(resolve, waitMs));
      }
    }
  }

  async function removeStatic(port: EtcdPort, timeoutMs: number): Promise<boolean> {
    const found = (await port.range({ range: { key } }, { timeoutMs })).keyValues[0];
    if (!found || !(isOurs(found, wanted(null)) || found.modRevision === seen?.modRevision)) return false;
    return removeSeen(port, found, { timeoutMs });
  }

  let leaving: Promise<Deregistered> | null = null;
  const first = new Promise<void>((resolve, reject) => {
    listeners.add(function once({ kind }) {
      if (kind === "registered") resolve();
      else if (kind === "deregistered") reject(new EtcdError("cancelled", "It was deregistered."));
      else return;
      listeners.delete(once);
    });
  });
  first.catch(() => {});
  const running = run();

  return {
    key,
    get leaseId() {
      return hold?.leaseId ?? null;
    },
    get state() {
      return state;
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ready: (signal) => held(orAborted(first, signal)),
    async update(change, signal) {
      if (leaving) throw new EtcdError("cancelled", "It was deregistered.");
      value = options.encode(change);
      for (const writer of writers) writer.value = value;
      const written = new Promise<void>((resolve, reject) => writers.add({ value, resolve, reject }));
      wake();
      await held(orAborted(written, signal));
    },
    deregister({ timeoutMs = DEREGISTER_WITHIN_MS } = {}) {
      leaving ??= held(leave(timeoutMs));
      return leaving;
    },
  };
}
