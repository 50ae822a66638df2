import type { FailureCause } from "@/lib/api/test-requests";

/** What became of one attempt. */
export type Outcome =
  | { kind: "answered"; status: number | string | null; bytes: number; text: string | null }
  | {
      kind: "failed";
      cause: FailureCause;
      message: string;
      status: number | string | null;
      bytes: number;
      text: string | null;
      /** Whether the instance may have seen the request. */
      sent: boolean;
    };

/** Sends to one address, again and again; keeps its connections as long as it lives. */
export interface Caller {
  /** Never rejects. Aborting the signal ends it at once. */
  call(signal: AbortSignal): Promise<Outcome>;
  close(): void;
}

export function failed(cause: FailureCause, message: string, sent = false): Outcome {
  return { kind: "failed", cause, message, status: null, bytes: 0, text: null, sent };
}

const BY_CODE: Record<string, [FailureCause, string]> = {
  ECONNREFUSED: ["refused", "refused the connection: nobody listens there"],
  ECONNRESET: ["reset", "cut the connection"],
  EPIPE: ["reset", "cut the connection"],
  UND_ERR_SOCKET: ["reset", "cut the connection"],
  ETIMEDOUT: ["timed-out", "did not answer in time"],
  UND_ERR_CONNECT_TIMEOUT: ["timed-out", "did not answer in time"],
  UND_ERR_HEADERS_TIMEOUT: ["timed-out", "did not answer in time"],
  UND_ERR_BODY_TIMEOUT: ["timed-out", "did not answer in time"],
  EHOSTUNREACH: ["unreachable", "cannot be reached: no route to the host"],
  ENETUNREACH: ["unreachable", "cannot be reached: no route to the network"],
  EADDRNOTAVAIL: ["unreachable", "cannot be reached from here"],
  ENOTFOUND: ["dns", "has a name that does not resolve"],
  EAI_AGAIN: ["dns", "has a name that does not resolve"],
  UND_ERR_HEADERS_OVERFLOW: ["protocol", "sent more headers than anybody reads"],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["protocol", "sent another length than it said"],
};

/** What a socket, TLS or undici threw, as one of the causes; `address` begins the sentence. */
export function failureOf(error: unknown, address: string, timedOut: boolean, sent: boolean): Outcome {
  if (timedOut) return failed("timed-out", `${address} did not answer in time`, sent);
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known) return failed(known[0], `${address} ${known[1]}`, sent);
  const words = error instanceof Error ? error.message : String(error);
  if (code.startsWith("HPE_") || (error instanceof Error && error.name === "HTTPParserError"))
    return failed("protocol", `${address} answers, but not with HTTP (${words})`, sent);
  if (code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL") || /CERT|SELF_SIGNED|EPROTO|UNABLE_TO_/.test(code))
    return failed("tls", tlsWords(address, words), sent);
  return failed("other", `${address}: ${words || code || "failed"}`, sent);
}

/** OpenSSL tells its reason among the places in its code: `80EC…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…`. */
function tlsWords(address: string, words: string): string {
  const reason = /:SSL routines:[^:]*:([^:]+)/.exec(words)?.[1] ?? words;
  return reason === "wrong version number" ? `${address} does not speak TLS` : `${address}: TLS failed (${reason})`;
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  // Of several addresses that were tried, or behind a wrapper.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return "cause" in error ? codeOf(error.cause) : "";
}
