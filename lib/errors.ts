import type { GuardVerdict } from "./guards/rules";

/**
 * Errors that leave the house: a stable code, from which the HTTP status and the title derive (RFC 9457).
 * Internals stay inside: `internal` shows nothing but its code and a request id.
 */
export const PROBLEMS = {
  "invalid-request": { status: 400, title: "The request is not valid" },
  unauthorized: { status: 401, title: "Sign-in is needed" },
  forbidden: { status: 403, title: "Not allowed" },
  "host-not-allowed": { status: 403, title: "This host name is not allowed" },
  "origin-not-allowed": { status: 403, title: "This origin is not allowed" },
  "document-not-allowed": { status: 403, title: "Pages are not shown here" },
  "read-only": { status: 403, title: "This console does not write" },
  "not-found": { status: 404, title: "Nothing here" },
  "unknown-service": { status: 404, title: "No such service" },
  "method-not-allowed": { status: 405, title: "The method does not fit this address" },
  "not-acceptable": { status: 406, title: "Cannot answer in that format" },
  compacted: { status: 410, title: "etcd no longer has that revision" },
  conflict: { status: 409, title: "The key changed in the meantime" },
  "outcome-unknown": { status: 504, title: "Whether it was done is not known yet" },
  guarded: { status: 412, title: "A guard refused this" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body is not JSON" },
  "headers-too-large": { status: 431, title: "Too many headers" },
  "rate-limited": { status: 429, title: "Too many requests" },
  "upgrade-not-supported": { status: 501, title: "The protocol is not handed on" },
  "upstream-failed": { status: 502, title: "The instance failed" },
  "upstream-refused": { status: 502, title: "The instance's address is not asked" },
  "no-instance": { status: 503, title: "No instance can be asked" },
  "no-endpoint": { status: 503, title: "No instance speaks this protocol" },
  busy: { status: 503, title: "The console is busy" },
  "over-budget": { status: 503, title: "More than the console keeps" },
  overloaded: { status: 503, title: "Too much at once" },
  "upstream-timeout": { status: 504, title: "The instance took too long" },
  internal: { status: 500, title: "Rollcall failed" },
  "etcd-unavailable": { status: 503, title: "etcd does not answer" },
  "etcd-no-space": { status: 507, title: "etcd is out of space" },
  "etcd-too-large": { status: 413, title: "Too large for etcd" },
  "etcd-overloaded": { status: 503, title: "etcd has too much to do" },
  "etcd-corrupt": { status: 503, title: "etcd's members hold different data" },
  "etcd-refused": { status: 502, title: "etcd did not do it" },
  "etcd-denied": { status: 502, title: "etcd refused" },
  "not-ready": { status: 503, title: "The view is not ready" },
  "etcd-timeout": { status: 504, title: "etcd took too long" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One wrong field: a JSON pointer or a parameter name, and what to do. */
export interface ProblemField {
  field: string;
  message: string;
  /** Where in the field's text: UTF-16 units, the end exclusive. */
  span?: [number, number];
}

export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly code: ProblemCode,
    /** A sentence that says what to do. */
    readonly detail: string,
    readonly extra: {
      fields?: ProblemField[];
      current?: unknown;
      /** For `guarded`: what each rule that refused says. */
      guards?: GuardVerdict[];
      /** The entry of the trail that records it. */
      auditId?: string;
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: extra.cause });
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  get title(): string {
    return PROBLEMS[this.code].title;
  }
}
