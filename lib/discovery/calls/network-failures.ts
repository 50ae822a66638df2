/**
 * What went wrong between us and somebody who was called, told apart: by the codes of Node's sockets
 * (https://nodejs.org/api/errors.html#common-system-errors), of its TLS, and of undici and its HTTP parser. The words
 * go behind the name of whoever was called: "10.0.0.1:80 refused the connection". No error is without them.
 */
export type FailureKind =
  | "refused"
  | "reset"
  | "timed-out"
  | "unreachable"
  | "dns"
  | "tls"
  | "protocol"
  | "request"
  | "other";

export interface NetworkFailure {
  kind: FailureKind;
  words: string;
}

const REFUSED: NetworkFailure = { kind: "refused", words: "refused the connection: nobody listens there" };
const RESET: NetworkFailure = { kind: "reset", words: "cut the connection before its answer was complete" };
const TIMED_OUT: NetworkFailure = { kind: "timed-out", words: "did not answer in time" };
const UNRESOLVED: NetworkFailure = { kind: "dns", words: "has a name that does not resolve" };

const BY_CODE: Record<string, NetworkFailure> = {
  ECONNREFUSED: REFUSED,
  ECONNRESET: RESET,
  ECONNABORTED: RESET,
  EPIPE: RESET,
  UND_ERR_SOCKET: RESET,
  UND_ERR_ABORTED: RESET,
  UND_ERR_CLOSED: RESET,
  UND_ERR_DESTROYED: RESET,
  ETIMEDOUT: TIMED_OUT,
  UND_ERR_CONNECT_TIMEOUT: TIMED_OUT,
  UND_ERR_HEADERS_TIMEOUT: TIMED_OUT,
  UND_ERR_BODY_TIMEOUT: TIMED_OUT,
  EHOSTUNREACH: { kind: "unreachable", words: "cannot be reached: no route to the host" },
  ENETUNREACH: { kind: "unreachable", words: "cannot be reached: no route to the network" },
  EHOSTDOWN: { kind: "unreachable", words: "cannot be reached: the host is down" },
  ENETDOWN: { kind: "unreachable", words: "cannot be reached: the network is down" },
  EADDRNOTAVAIL: { kind: "unreachable", words: "cannot be reached from here" },
  EACCES: { kind: "unreachable", words: "cannot be reached: this machine does not permit the connection" },
  EPERM: { kind: "unreachable", words: "cannot be reached: this machine does not permit the connection" },
  EMFILE: { kind: "other", words: "was not called: too many files and connections are open here" },
  ENFILE: { kind: "other", words: "was not called: too many files and connections are open here" },
  ENOTFOUND: UNRESOLVED,
  EAI_AGAIN: UNRESOLVED,
  EAI_FAIL: UNRESOLVED,
  UND_ERR_HEADERS_OVERFLOW: { kind: "protocol", words: "sent more headers than anybody reads" },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { kind: "protocol", words: "sent another length than it said" },
  UND_ERR_RES_EXCEEDED_MAX_SIZE: { kind: "protocol", words: "sent more than anybody reads" },
};

/** The request itself could not be written: whoever asked for it made a mistake, and nobody was sent anything. */
const NOT_WRITTEN = [
  "UND_ERR_INVALID_ARG",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
  "ERR_INVALID_ARG_TYPE",
  "ERR_INVALID_ARG_VALUE",
  "ERR_INVALID_CHAR",
];

const MOST_WORDS = 200;

export function networkFailureOf(error: unknown): NetworkFailure {
  const code = codeOf(error);
  const message = messageOf(error);
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  // undici has one code for every way in which a connection ends; two of them are answers that nobody can read.
  if (code === "UND_ERR_SOCKET" && /^bad (?:response|upgrade)$/.test(message))
    return { kind: "protocol", words: "answered with a status that nobody asked for (100 or 101)" };
  if (known) return known;
  // What undici asserts is what it takes for granted of an answer: a status below 100 comes out so.
  if (code === "ERR_ASSERTION") return { kind: "protocol", words: "answers, but not with HTTP/1.1" };
  if (code.startsWith("HPE_") || (error instanceof Error && error.name === "HTTPParserError"))
    return { kind: "protocol", words: `answers, but not with HTTP/1.1${message === "" ? "" : ` (${message})`}` };
  if (code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL") || /CERT|SELF_SIGNED|EPROTO|UNABLE_TO_/.test(code))
    return { kind: "tls", words: tlsWords(message || code) };
  if (NOT_WRITTEN.includes(code))
    return { kind: "request", words: `was not asked: the request cannot be sent as it is (${message || code})` };
  const what = [code, message].filter((part) => part !== "").join(": ");
  return { kind: "other", words: what === "" ? "failed without saying why" : `failed (${what})` };
}

/** OpenSSL tells its reason among the places in its code: `80EC…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…`. */
function tlsWords(message: string): string {
  const reason = /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
  return reason === "wrong version number" || reason === "packet length too long"
    ? "does not speak TLS"
    : `cannot be spoken to over TLS (${reason})`;
}

/** Of the error, or of what it wraps: of several addresses that were tried each has its own. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== "") ?? "";
  return error instanceof Error && error.cause !== error ? codeOf(error.cause) : "";
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : typeof error === "string" ? error : "";
  return message.slice(0, MOST_WORDS);
}
