/** Why an attempt, or a call after its last attempt, has no answer. */
export type FailureCode =
  /** Nobody registered under that name, now or lately. */
  | "unknown-service"
  /** Registered, but nobody may be asked at the moment. */
  | "no-instance"
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
  /** What was to be sent cannot be: the body failed or is larger than allowed, a header is none. */
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

const TIMEOUTS = ["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"];
const RESETS = ["ECONNRESET", "EPIPE"];

/** What a connection, the connector or a body threw, told apart. */
export function failureOf(error: unknown, sent: boolean): CallFailure {
  if (error instanceof CallFailure) return error;
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (name === "ReachRefused") return new CallFailure("refused", message, false, error);
  if (TIMEOUTS.includes(code)) return new CallFailure("timeout", "It did not answer in time.", sent, error);
  if (name === "NotHttp") return new CallFailure("protocol", `What it answered is not HTTP. ${message}`, sent, error);
  if (!sent) return new CallFailure("connect", `No connection: ${code || message}.`, false, error);
  if (RESETS.includes(code))
    return new CallFailure("reset", "The connection broke before the answer was complete.", sent, error);
  return new CallFailure("reset", `The connection failed: ${code || message}.`, sent, error);
}
