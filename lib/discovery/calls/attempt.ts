import type { Dispatcher } from "undici";
import type { Exchange } from "./exchange";
import { CallFailure, failureOf } from "./failures";
import { Upload } from "./upload";
import type { Upstream } from "./upstream";

/** Failures that say nothing about the instance. */
const BLAMELESS: ReadonlySet<string> = new Set(["left", "aborted", "body"]);

/** It has answered, and the answer is passed over for another attempt. */
export class TurnedAway extends CallFailure {}

export const turnedAway = () => new TurnedAway("reset", "It turned the request away.", true);

/** One try with one instance: undici's handler in its form with raw headers, which the gateway passes on as they are. */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly startedAt = performance.now();
  private readonly upload: Upload | null;
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
  ) {
    const { body } = exchange.call;
    this.upload = body === null || Buffer.isBuffer(body) ? null : new Upload(body);
  }

  start(): void {
    const { method, path, headers, body } = this.exchange.call;
    this.exchange.parts.rotation.started(this.upstream);
    this.timer = setTimeout(timedOut, this.timeoutMs, this);
    try {
      this.upstream.dispatch(
        { method: method as Dispatcher.HttpMethod, path, headers, body: (this.upload ?? body) as Buffer | null },
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

  /** Its time is up, unless it was the sender of the body that took it. */
  timedOut(): void {
    const { upload } = this;
    const since = upload && this.sent ? (upload.handedOverAt ?? performance.now()) : this.startedAt;
    const left = since + this.timeoutMs - performance.now();
    if (left > 1) this.timer = setTimeout(timedOut, left, this);
    else this.abandon(new CallFailure("timeout", "It did not answer in time.", this.sent));
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
  attempt.timedOut();
}
