import type { Dispatcher } from "undici";
import type { InstanceId } from "@/lib/registry/types";
import type { Decision, WhyNotRetried } from "./decisions";
import { CallFailure, failureOf } from "./failures";
import type { RetryBudget } from "./retry-budget";
import type { Rotation } from "./rotation";
import type { Upstream } from "./upstream";

/** One call, whoever it ends up with. */
export interface Call {
  method: string;
  /** With its query. */
  path: string;
  /** Name, value, name, value. */
  headers: string[];
  /** A buffer can be sent again. What is iterated is begun once, and only when a connection takes it. */
  body: Buffer | AsyncIterable<Buffer> | null;
  /** For policies that hash: the same key goes to the same instance. */
  key?: string;
  /** Only this instance, in rotation or not. */
  instanceId?: string;
}

export interface CallLimits {
  /** One attempt, to its answer's headers. */
  attemptTimeoutMs: number;
  /** Attempts in all. */
  attempts: number;
}

/** Who gets the answer. Called in this order: answered, data…, then ended or failed, once. */
export interface Receiver {
  /** Raw headers: name, value, name, value. Answering false holds the body back until `resume` is called. */
  onAnswer(status: number, rawHeaders: Buffer[], statusText: string, resume: () => void, upstream: Upstream): boolean;
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  /** Before `onAnswer`: no attempt is left. After it: the answer is incomplete. */
  onFailure(failure: CallFailure): void;
}

export interface CallParts {
  rotation: Rotation;
  budget: RetryBudget;
  limits: CallLimits;
  service: string;
  onDecision: ((decision: Decision) => void) | null;
}

const IDEMPOTENT = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]);
/** What an instance says that did not do it: nobody is served by passing that on while others are there. */
const TURNED_AWAY = 503;

/** Failures that say nothing about the instance. */
const BLAMELESS: ReadonlySet<string> = new Set(["left", "aborted", "body"]);
const turnedAway = () => new CallFailure("reset", "It turned the request away.", true);

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
      this.fail(new CallFailure("no-instance", `No instance of ${service} can be asked at the moment.`, false));
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
    const { method, body, instanceId, key } = this.call;
    if (failure.code === "body" || failure.code === "aborted") return "aborted";
    if (failure.sent && !IDEMPOTENT.has(method)) return "not-idempotent";
    if (failure.sent && body !== null && !Buffer.isBuffer(body)) return "body-sent";
    this.tried ??= new Set();
    this.tried.add(upstream.instance.id);
    if (instanceId !== undefined || rotation.pick(this.tried, key) === null) return "no-other-instance";
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

/** One try with one instance: undici's handler in its form with raw headers, which the gateway passes on as they are. */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly startedAt = performance.now();
  private timer: NodeJS.Timeout | null = null;
  private abortRequest: ((error?: Error) => void) | null = null;
  private state: "waiting" | "answered" | "over" = "waiting";
  /** Given up before it had a connection: when it gets one, it lets go of it. */
  private abandoned: CallFailure | null = null;
  sent = false;

  constructor(
    private readonly exchange: Exchange,
    readonly upstream: Upstream,
    private readonly timeoutMs: number,
  ) {}

  start(): void {
    const { method, path, headers, body } = this.exchange.call;
    this.exchange.parts.rotation.started(this.upstream);
    this.timer = setTimeout(timedOut, this.timeoutMs, this);
    try {
      this.upstream.dispatch(
        { method: method as Dispatcher.HttpMethod, path, headers, body: body as Buffer | null },
        this,
      );
    } catch (error) {
      this.finish(failureOf(error, false));
    }
  }

  /** Ends it from outside. */
  abandon(failure: CallFailure): void {
    if (this.state === "over") return;
    this.abandoned = failure;
    if (this.abortRequest) this.abortRequest(failure);
    else this.finish(failure);
  }

  onConnect(abort: (error?: Error) => void): void {
    const refusal = this.abandoned ?? this.whyNotSent();
    if (refusal) {
      abort(refusal);
      return;
    }
    this.abortRequest = abort;
    this.sent = true;
  }

  /** It has waited for its connection: much may have changed. */
  private whyNotSent(): CallFailure | null {
    const { gone, open } = this.upstream;
    const left = gone || (!open && this.exchange.call.instanceId === undefined);
    return left ? new CallFailure("left", "It left before anything was sent.", false) : null;
  }

  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void, statusText = ""): boolean {
    if (this.state !== "waiting" || status < 200) return true;
    const { exchange } = this;
    this.stopTimer();
    const { parts } = exchange;
    parts.onDecision?.({
      kind: "answered",
      service: parts.service,
      call: exchange.number,
      attempt: exchange.attempt,
      instance: this.upstream.instance,
      status,
      latencyMs: performance.now() - this.startedAt,
    });
    if (exchange.passesOver(this, status)) {
      this.abortRequest?.(turnedAway());
      return true;
    }
    this.state = "answered";
    parts.rotation.judged(this.upstream, status < 502 || status > 504);
    exchange.answered();
    return exchange.receiver.onAnswer(status, rawHeaders, statusText, resume, this.upstream);
  }

  onData(chunk: Buffer): boolean {
    return this.state === "answered" ? this.exchange.receiver.onData(chunk) : true;
  }

  onComplete(): void {
    if (this.state !== "answered") return;
    this.state = "over";
    this.exchange.parts.rotation.ended(this.upstream);
    this.exchange.receiver.onEnd();
  }

  onError(error: Error): void {
    this.finish(failureOf(error, this.sent));
  }

  private finish(failure: CallFailure): void {
    if (this.state === "over") return;
    this.stopTimer();
    const wasAnswered = this.state === "answered";
    this.state = "over";
    const { rotation } = this.exchange.parts;
    rotation.ended(this.upstream);
    if (this.exchange.aborted) return;
    if (wasAnswered) {
      this.exchange.receiver.onFailure(failure);
      return;
    }
    if (!BLAMELESS.has(failure.code)) rotation.judged(this.upstream, false);
    this.exchange.failed(this, failure);
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

function timedOut(attempt: Attempt): void {
  attempt.abandon(new CallFailure("timeout", "It did not answer in time.", attempt.sent));
}
