import { type FailureKind, networkFailureOf } from "./network-failures";

/** Why an attempt, or a call after its last attempt, has no answer. */
export type FailureCode =
  /** Nobody registered under that name, now or lately. */
  | "unknown-service"
  /** Registered, but nobody may be asked at the moment. */
  | "no-instance"
  /** Instances are there, but none registered an address where HTTP is spoken. */
  | "no-endpoint"
  /** No connection came about: refused, unreachable, TLS failed. */
  | "connect"
  /** The instance's address is not one that may be asked. */
  | "refused"
  /** No answer in time. */
  | "timeout"
  /** The connection broke before the answer was complete. */
  | "reset"
  /** What came back was not HTTP. */
  | "protocol"
  /** The request cannot be sent as it is: the caller's mistake. */
  | "request"
  /** The body that was to be sent failed, or is larger than allowed. */
  | "body"
  /** The instance left rotation before anything was sent. */
  | "left"
  | "aborted";

export class CallFailure extends Error {
  override readonly name = "CallFailure";
  constructor(
    readonly code: FailureCode,
    message: string,
    /** Whether the instance may have seen the request. */
    readonly sent: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

const CODE_OF: Record<FailureKind, (sent: boolean) => FailureCode> = {
  refused: () => "connect",
  unreachable: () => "connect",
  dns: () => "connect",
  tls: (sent) => (sent ? "reset" : "connect"),
  "timed-out": () => "timeout",
  reset: (sent) => (sent ? "reset" : "connect"),
  other: (sent) => (sent ? "reset" : "connect"),
  protocol: () => "protocol",
  request: () => "request",
};

/** What undici, the connector or a body threw, told apart and in words. */
export function failureOf(error: unknown, sent: boolean): CallFailure {
  if (error instanceof CallFailure) return error;
  if (error instanceof Error && error.name === "ReachRefused")
    return new CallFailure("refused", error.message, false, error);
  const { kind, words } = networkFailureOf(error);
  return new CallFailure(CODE_OF[kind](sent), `It ${words}.`, sent, error);
}
