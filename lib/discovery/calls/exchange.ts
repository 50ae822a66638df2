import type { InstanceId } from "@/lib/registry/types";
import { Attempt, turnedAway } from "./attempt";
import type { Call, CallParts, Receiver } from "./call.types";
import type { WhyNotRetried } from "./decisions";
import { CallFailure } from "./failures";
import { canBeSentAgain } from "./replay";
import type { Upstream } from "./upstream";

const IDEMPOTENT = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]);
/** What an instance says that did not do it: nobody is served by passing that on while others are there. */
const TURNED_AWAY = 503;

let calls = 0;

/**
 * Attempts one after the other until one is answered or none is left. A retry needs: a failure before the answer's
 * headers, nothing sent or an idempotent method, a body that can be sent again, another instance, and budget.
 */
export class Exchange {
  readonly number = ++calls;
  attempt = 0;
  private current: Attempt | null = null;
  private tried: Set<InstanceId> | null = null;
  private over = false;
  /** A retry for which the budget has been taken. */
  private granted = false;
  aborted = false;

  constructor(
    readonly call: Call,
    readonly parts: CallParts,
    readonly receiver: Receiver,
  ) {}

  start(): this {
    this.parts.budget.called();
    this.next();
    return this;
  }

  /** Nothing is reported any more, and no further attempt is made. */
  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    this.over = true;
    this.current?.abandon(new CallFailure("aborted", "The caller gave up.", true));
  }

  /** Answered with `onAnswer`; whatever comes after it goes to the receiver alone. */
  answered(): void {
    this.over = true;
  }

  private next(): void {
    const { rotation, service, onDecision, limits } = this.parts;
    const upstream =
      this.call.instanceId === undefined
        ? rotation.pick(this.tried, this.call.key)
        : rotation.upstreamOf(this.call.instanceId);
    if (!upstream) {
      const { withoutEndpoint } = rotation;
      this.fail(
        withoutEndpoint === null
          ? new CallFailure("no-instance", `No instance of ${service} can be asked at the moment.`, false)
          : new CallFailure("no-endpoint", `No instance of ${service} speaks HTTP: ${withoutEndpoint}.`, false),
      );
      return;
    }
    this.attempt += 1;
    onDecision?.({
      kind: "picked",
      service,
      call: this.number,
      attempt: this.attempt,
      instance: upstream.instance,
    });
    this.current = new Attempt(this, upstream, limits.attemptTimeoutMs);
    this.current.start();
  }

  /** An attempt has failed before its answer began. */
  failed(attempt: Attempt, failure: CallFailure): void {
    const { service, onDecision } = this.parts;
    const { upstream } = attempt;
    onDecision?.({
      kind: "failed",
      service,
      call: this.number,
      attempt: this.attempt,
      instance: upstream.instance,
      failure,
      latencyMs: performance.now() - attempt.startedAt,
    });
    if (this.over) return;
    const why = this.granted ? null : this.whyNot(failure, upstream);
    this.granted = false;
    if (why === null) {
      onDecision?.({ kind: "retrying", service, call: this.number, attempt: this.attempt + 1 });
      this.next();
      return;
    }
    onDecision?.({ kind: "not-retrying", service, call: this.number, attempt: this.attempt, why });
    this.fail(failure);
  }

  /** Whether an answer of this status is passed over for another attempt; takes the budget for it where it is. */
  passesOver(attempt: Attempt, status: number): boolean {
    if (status !== TURNED_AWAY || this.over) return false;
    this.granted = this.whyNot(turnedAway(), attempt.upstream) === null;
    return this.granted;
  }

  private whyNot(failure: CallFailure, upstream: Upstream): WhyNotRetried | null {
    const { rotation, limits, budget } = this.parts;
    const { method, body, instanceId } = this.call;
    if (failure.code === "body" || failure.code === "request" || failure.code === "aborted") return "aborted";
    if (failure.sent && !IDEMPOTENT.has(method)) return "not-idempotent";
    if (failure.sent && !canBeSentAgain(body)) return "body-sent";
    this.tried ??= new Set();
    this.tried.add(upstream.instance.id);
    if (instanceId !== undefined || !rotation.hasOther(this.tried)) return "no-other-instance";
    // Whoever left before anything was sent has cost nobody anything.
    if (failure.code === "left") return null;
    if (this.attempt >= limits.attempts) return "attempts";
    return budget.take() ? null : "budget";
  }

  private fail(failure: CallFailure): void {
    if (this.over) return;
    this.over = true;
    this.receiver.onFailure(failure);
  }
}
