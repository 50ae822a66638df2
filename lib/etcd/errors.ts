import { EtcdError, type EtcdErrorCode } from "./port";

/** What grpc says when a call or a stream fails. */
export interface GrpcFailure {
  code?: number | undefined;
  details?: string | undefined;
  message?: string | undefined;
}

interface Rule {
  words: RegExp;
  code: EtcdErrorCode;
  /** A sentence that says what to do; `at` is the endpoint. */
  says: (at: string) => string;
}

/** etcd's own words first, then Node's words for TLS, then the socket's; the first that fits decides. */
const RULES: readonly Rule[] = [
  rule(
    /no leader/,
    "no-leader",
    (at) => `${at} answers, but its cluster has no leader: most of its members are down or cannot reach each other.`,
  ),
  rule(
    /leader changed|previous leader failure/,
    "no-leader",
    (at) => `The cluster of ${at} was just electing a new leader.`,
  ),
  rule(
    /etcdserver: request timed out/,
    "timeout",
    (at) => `${at} could not finish the request in time: its disk or its cluster is slow, or it has no leader.`,
  ),
  rule(/required revision has been compacted/, "compacted", () => "etcd has compacted its history past this revision."),
  rule(
    /required revision is a future revision/,
    "future-revision",
    () => "etcd has not reached this revision: its data was replaced or restored.",
  ),
  rule(/requested lease not found/, "lease-not-found", () => "This lease is gone: it expired or was revoked."),
  rule(/etcdserver: key not found/, "key-not-found", () => "This key is gone."),
  rule(
    /request is too large|too many operations in txn|message larger than max/,
    "too-large",
    () => "etcd refused this request because it is too large.",
  ),
  rule(
    /database space exceeded/,
    "internal",
    (at) =>
      `${at} has used up its storage quota and takes no more writes: compact and defragment it, then disarm its alarm.`,
  ),
  rule(
    /authentication failed, invalid user/,
    "unauthenticated",
    (at) => `${at} does not accept this user name and password: check ETCD_USERNAME and ETCD_PASSWORD.`,
  ),
  rule(
    /user name is empty/,
    "unauthenticated",
    (at) => `${at} wants a user name and a password: set ETCD_USERNAME and ETCD_PASSWORD.`,
  ),
  rule(
    /invalid auth token|revision of auth store is old/,
    "unauthenticated",
    (at) => `${at} no longer accepts the sign-in of this connection.`,
  ),
  rule(
    /permission denied/i,
    "permission-denied",
    (at) => `${at} does not allow this to our user: its role lacks the key range.`,
  ),
  rule(
    /altnames|does not match certificate/i,
    "certificate",
    (at) => `The certificate of ${at} is for another host name: use a name the certificate lists in ETCD_ENDPOINTS.`,
  ),
  rule(/certificate has expired|CERT_HAS_EXPIRED/i, "certificate", (at) => `The certificate of ${at} has expired.`),
  rule(/not yet valid/i, "certificate", (at) => `The certificate of ${at} is not valid yet: check the clocks.`),
  rule(
    /self.signed certificate|unable to (verify|get)[\w ]*(certificate|issuer)/i,
    "certificate",
    (at) =>
      `The certificate of ${at} is signed by an authority we do not know: set ETCD_CA to that authority's certificate.`,
  ),
  rule(
    /certificate required|bad certificate|handshake failure|alert number (42|116)/i,
    "certificate",
    (at) => `${at} wants a client certificate it trusts: set ETCD_CERT and ETCD_KEY.`,
  ),
  rule(
    /alert certificate expired|alert number 45/i,
    "certificate",
    (at) => `${at} says that our client certificate has expired: renew ETCD_CERT.`,
  ),
  rule(
    /unknown ca|alert number 48/i,
    "certificate",
    (at) => `${at} does not know the authority of our client certificate: check ETCD_CERT.`,
  ),
  rule(
    /wrong version number|packet length too long/i,
    "certificate",
    (at) => `${at} does not speak TLS: use http:// in ETCD_ENDPOINTS.`,
  ),
  rule(/ECONNREFUSED/, "unavailable", (at) => `Nothing listens at ${at}: the connection was refused.`),
  rule(
    /ENOTFOUND|EAI_AGAIN|Name resolution failed/,
    "unavailable",
    (at) => `The host name of ${at} cannot be resolved.`,
  ),
  rule(/EHOSTUNREACH|ENETUNREACH/, "unavailable", (at) => `There is no way through the network to ${at}.`),
  rule(
    /before secure TLS connection/,
    "unavailable",
    (at) =>
      `${at} ended the connection before TLS was agreed: if it does not speak TLS, use http:// in ETCD_ENDPOINTS.`,
  ),
  rule(
    /Last error: Failed to connect/,
    "unavailable",
    (at) =>
      `${at} ended the connection at once: it starts or stops, or it speaks TLS (then use https:// in ETCD_ENDPOINTS).`,
  ),
  rule(/ETIMEDOUT|[Kk]eepalive|ping timeout/, "unavailable", (at) => `${at} stopped answering.`),
  rule(
    /server stopped|GOAWAY|shutting down|ECONNRESET|EPIPE|[Cc]onnection dropped|socket hang up/,
    "unavailable",
    (at) => `The connection to ${at} broke.`,
  ),
];

const BY_GRPC_CODE: Record<number, readonly [EtcdErrorCode, (at: string) => string]> = {
  1: ["cancelled", () => "The request was cancelled."],
  3: ["invalid", () => "etcd says that the request is not valid."],
  4: ["timeout", (at) => `${at} did not answer in time.`],
  7: ["permission-denied", (at) => `${at} does not allow this to our user.`],
  8: ["unavailable", (at) => `${at} has too much to do.`],
  9: ["invalid", () => "etcd's state does not allow this request."],
  11: ["invalid", () => "etcd says that the request is out of range."],
  12: ["invalid", (at) => `${at} does not know this request: it may be too old, or not be etcd.`],
  14: ["unavailable", (at) => `${at} cannot be reached.`],
  16: ["unauthenticated", (at) => `${at} does not accept our sign-in.`],
};

/** Turns grpc's and etcd's words into one of our codes and a sentence. `at` names the endpoint. */
export function toEtcdError(failure: unknown, at = "etcd"): EtcdError {
  if (failure instanceof EtcdError) return failure;
  const { code, detail } = facts(failure);
  const found = RULES.find((rule) => rule.words.test(detail));
  if (found) return new EtcdError(found.code, found.says(at), detail);
  const known = code === undefined ? undefined : BY_GRPC_CODE[code];
  if (known) return new EtcdError(known[0], known[1](at), detail);
  return new EtcdError("internal", `${at} failed: ${detail}`, detail);
}

/** The request never left: sending it again elsewhere cannot do it twice. */
export function neverSent(error: EtcdError): boolean {
  return /^No connection established|Name resolution failed|ECONNREFUSED/.test(error.detail);
}

/** The token, not the user, was refused (or there was none, because etcd asked for none before): sign in anew. */
export function tokenRefused(error: EtcdError): boolean {
  return /invalid auth token|revision of auth store is old|user name is empty/.test(error.detail);
}

function facts(failure: unknown): { code: number | undefined; detail: string } {
  if (typeof failure !== "object" || failure === null) return { code: undefined, detail: String(failure) };
  const { code, details, message } = failure as GrpcFailure;
  return { code: typeof code === "number" ? code : undefined, detail: details || message || "no reason given" };
}

function rule(words: RegExp, code: EtcdErrorCode, says: (at: string) => string): Rule {
  return { words, code, says };
}
