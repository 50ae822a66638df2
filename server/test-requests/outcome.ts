import type { FailureCause } from "@/lib/api/test-requests";
import { networkFailureOf } from "@/lib/discovery/calls/network-failures";

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

/** What a socket, TLS or undici threw, as one of the causes; `address` begins the sentence. */
export function failureOf(error: unknown, address: string, timedOut: boolean, sent: boolean): Outcome {
  if (timedOut) return failed("timed-out", `${address} did not answer in time`, sent);
  const { kind, words } = networkFailureOf(error);
  return failed(kind === "request" ? "other" : kind, `${address} ${words}`, sent);
}
