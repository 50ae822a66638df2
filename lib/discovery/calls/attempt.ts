import type { Dispatcher } from "undici";
import { hasNoBody } from "./bodiless";
import type { Exchange } from "./exchange";
import { CallFailure, failureOf } from "./failures";
import { Upload } from "./upload";
import type { Upstream } from "./upstream";

/** Failures that say nothing about the instance. */
const BLAMELESS: ReadonlySet<string> = new Set(["left", "aborted", "body", "request"]);

/** It has answered, and the answer is passed over for another attempt. */
export class TurnedAway extends CallFailure {}

/** It has answered, but whoever was to take the answer threw; `cause` is what. */
export class NotTaken extends CallFailure {
  constructor(cause: unknown) {
    super("protocol", "It answered with something that cannot be handed on.", true, cause);
  }
}

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
    if (this.state !== "waiting") return true;
    if (status < 100)
      this.abortRequest?.(new CallFailure("protocol", `It answered with the status ${status}, which is none.`, true));
    if (status < 200) return true;
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
    const { receiver, call } = exchange;
    const goesOn = this.handOver(() => receiver.onAnswer(status, rawHeaders, statusText, resume, this.upstream));
    // That an answer to HEAD has no body, the parser knows.
    if (call.method !== "HEAD" && hasNoBody(call.method, status) && announcesBody(status, rawHeaders)) this.endHere();
    return goesOn;
  }

  onData(chunk: Buffer): boolean {
    return this.state === "answered" ? this.handOver(() => this.exchange.receiver.onData(chunk)) : true;
  }

  onComplete(): void {
    if (this.state !== "answered") return;
    this.over();
    this.handOver(() => {
      this.exchange.receiver.onEnd();
      return true;
    });
  }

  /**
   * The answer is complete, but the parser waits for the body that its headers announce. What comes on this connection
   * next could be taken for that body, so the connection is given up.
   */
  private endHere(): void {
    this.onComplete();
    this.abortRequest?.(new CallFailure("aborted", "Its answer has no body.", true));
  }

  /** Whatever the receiver throws ends the attempt: undici would leave the receiver waiting for the rest. */
  private handOver(give: () => boolean): boolean {
    try {
      return give();
    } catch (error) {
      const failure = error instanceof CallFailure ? error : new NotTaken(error);
      if (this.state !== "over") this.over();
      if (!this.exchange.aborted) this.exchange.receiver.onFailure(failure);
      this.abortRequest?.(failure);
      return true;
    }
  }

  private over(): void {
    this.state = "over";
    this.exchange.parts.rotation.ended(this.upstream);
  }

  onError(error: Error): void {
    this.finish(failureOf(error, this.sent));
  }

  private finish(failure: CallFailure): void {
    if (this.state === "over") return;
    this.stopTimer();
    const wasAnswered = this.state === "answered";
    const { rotation } = this.exchange.parts;
    this.over();
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

/** Whether a parser that does not know that there is no body waits for one. */
function announcesBody(status: number, rawHeaders: readonly Buffer[]): boolean {
  let length: string | null = null;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toString("latin1").toLowerCase();
    if (name === "transfer-encoding") return true;
    if (name === "content-length") length = rawHeaders[index + 1]?.toString("latin1") ?? null;
  }
  // Without a length, 205 is read to the connection's end, as any other status is that parsers do not know to be empty.
  return length === null ? status === 205 : Number(length) !== 0;
}

function timedOut(attempt: Attempt): void {
  attempt.timedOut();
}
