import type { Exchange } from "./exchange";
import { CallFailure, failureOf } from "./failures";
import type { Connection } from "./http1/connection";
import type { Sender } from "./http1/sender";
import type { Upstream } from "./upstream";

/** Failures that say nothing about the instance. */
const BLAMELESS: ReadonlySet<string> = new Set(["left", "aborted", "body"]);

export const turnedAway = () => new CallFailure("reset", "It turned the request away.", true);

/** One try with one instance. */
export class Attempt implements Sender {
  readonly startedAt = performance.now();
  private timer: NodeJS.Timeout | null = null;
  private connection: Connection | null = null;
  private state: "waiting" | "answered" | "over" = "waiting";
  /** Given up before it had a connection: when it gets one, it lets go of it. */
  private abandoned: CallFailure | null = null;
  sent = false;

  constructor(
    private readonly exchange: Exchange,
    readonly upstream: Upstream,
    private readonly timeoutMs: number,
  ) {}

  get outgoing() {
    return this.exchange.call;
  }

  start(): void {
    this.exchange.parts.rotation.started(this.upstream);
    this.restartTimer();
    this.upstream.send(this);
  }

  /** Ends it from outside. */
  abandon(failure: CallFailure): void {
    if (this.state === "over") return;
    this.abandoned = failure;
    if (this.connection) this.connection.abort(this, failure);
    else this.finish(failure);
  }

  /** Goes on with an answer that was held back. */
  resume(): void {
    this.connection?.resume(this);
  }

  /** Its time is up, unless what holds it up is the body that its caller sends. */
  timedOut(): void {
    if (this.connection?.uploads) this.restartTimer();
    else this.abandon(new CallFailure("timeout", "It did not answer in time.", this.sent));
  }

  onConnection(connection: Connection): Error | null {
    const refusal = this.abandoned ?? this.whyNotSent();
    if (refusal) return refusal;
    this.connection = connection;
    this.sent = true;
    return null;
  }

  /** Only now the instance can answer: it has all of its time for that. */
  onSent(): void {
    if (this.state === "waiting") this.restartTimer();
  }

  /** It has waited for its connection: much may have changed. */
  private whyNotSent(): CallFailure | null {
    const { gone, open } = this.upstream;
    const left = gone || (!open && this.exchange.call.instanceId === undefined);
    return left ? new CallFailure("left", "It left before anything was sent.", false) : null;
  }

  onHeaders(status: number, rawHeaders: string[], statusText: string): void {
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
      this.connection?.abort(this, turnedAway());
      return;
    }
    this.state = "answered";
    parts.rotation.judged(this.upstream, status < 502 || status > 504);
    exchange.answered();
    exchange.receiver.onAnswer(status, rawHeaders, statusText, this.upstream);
  }

  onData(chunk: Buffer): boolean {
    return this.exchange.receiver.onData(chunk);
  }

  onEnd(): void {
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

  private restartTimer(): void {
    this.stopTimer();
    this.timer = setTimeout(timedOut, this.timeoutMs, this);
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

function timedOut(attempt: Attempt): void {
  attempt.timedOut();
}
