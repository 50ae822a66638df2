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

const TIMEOUTS = ["UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"];
const RESETS = ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE", "UND_ERR_ABORTED", "UND_ERR_CLOSED", "UND_ERR_DESTROYED"];

/** What undici, the connector or a body threw, told apart. */
export function failureOf(error: unknown, sent: boolean): CallFailure {
  if (error instanceof CallFailure) return error;
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (name === "ReachRefused") return new CallFailure("refused", message, false, error);
  if (TIMEOUTS.includes(code)) return new CallFailure("timeout", "It did not answer in time.", sent, error);
  if (code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW" || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")
    return new CallFailure("protocol", "What it answered is not HTTP.", sent, error);
  if (!sent) return new CallFailure("connect", `No connection: ${code || message}.`, false, error);
  if (RESETS.includes(code))
    return new CallFailure("reset", "The connection broke before the answer was complete.", sent, error);
  return new CallFailure("reset", `The connection failed: ${code || message}.`, sent, error);
}
