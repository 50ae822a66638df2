import type { EtcdErrorCode, EtcdErrorHint } from "./port";

/** What a text of etcd, of grpc, of TLS or of the socket means. */
export interface ErrorRule {
  words: RegExp;
  code: EtcdErrorCode;
  /** A sentence that says what to do; `at` is the endpoint. */
  says: (at: string) => string;
  hint?: EtcdErrorHint;
}

/**
 * Everything that etcd itself says to its clients, in the order of its own list
 * (https://github.com/etcd-io/etcd/blob/main/api/v3rpc/rpctypes/error.go).
 */
export const ETCD_RULES: readonly ErrorRule[] = [
  invalid(/key is not provided/, () => "etcd wants a key, and this request has none."),
  rule(/etcdserver: key not found/, "key-not-found", () => "This key is gone."),
  invalid(/value is provided/, () => "etcd keeps a key's value only where none is given with it."),
  invalid(/lease is provided/, () => "etcd keeps a key's lease only where none is given with it."),
  invalid(/etcdserver: ttl is 0/, () => "A lease needs a time to live of at least one second."),
  rule(
    /too many operations in txn/,
    "too-large",
    (at) =>
      `${at} takes fewer operations in one transaction: do less at once, or raise its --max-txn-ops (128 where unset).`,
  ),
  invalid(/duplicate key given in txn/, () => "One transaction may write a key only once."),
  rule(/required revision has been compacted/, "compacted", () => "etcd has compacted its history past this revision."),
  rule(
    /required revision is a future revision/,
    "future-revision",
    () => "etcd has not reached this revision: its data was replaced or restored.",
  ),
  rule(
    /database space exceeded/,
    "no-space",
    (at) =>
      `${at} is out of space and takes no more writes: compact and defragment it or raise its --quota-backend-bytes, then run etcdctl alarm disarm.`,
  ),
  rule(/requested lease not found/, "lease-not-found", () => "This lease is gone: it expired or was revoked."),
  rule(
    /lease already exists/,
    "lease-exists",
    () => "A lease of this id is there already: ask for another id, or none.",
  ),
  invalid(/too large lease TTL/, () => "etcd takes no time to live above 9,000,000,000 seconds."),
  rule(
    /request is too large|message larger than max|larger than max \(/,
    "too-large",
    (at) => `This is too large for ${at}: write less at once, or raise its --max-request-bytes (1.5 MiB where unset).`,
  ),
  rule(
    /too many requests/,
    "overloaded",
    (at) => `${at} has more requests waiting than it can apply: ask again in a moment.`,
    "never-done",
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
    "token-refused",
  ),
  rule(
    /invalid auth token|revision (?:of|in) auth store is old|revision of the auth store/,
    "unauthenticated",
    (at) => `${at} no longer accepts the sign-in of this connection.`,
    "token-refused",
  ),
  rule(
    /permission denied/i,
    "permission-denied",
    (at) => `${at} does not allow this to our user: its role lacks the key range.`,
  ),
  rule(
    /authentication is not enabled/,
    "invalid",
    (at) => `${at} asks nobody to sign in: leave out user and password, or enable its authentication.`,
    "auth-disabled",
  ),
  invalid(/root user does not (?:exist|have root role)/, (at) => `${at} needs a user root with the role root first.`),
  invalid(/(?:user|role) name already exists/, (at) => `${at} has a user or role of this name already.`),
  invalid(/(?:user|role) name not found/, (at) => `${at} knows no user or role of this name.`),
  invalid(/role name is empty/, () => "A role needs a name."),
  invalid(/role is not granted to the user/, () => "The user does not have this role."),
  invalid(/permission is not granted to the role/, () => "The role does not have this permission."),
  invalid(/invalid auth management/, (at) => `${at} does not allow this change to its users and roles.`),
  rule(
    /no leader/,
    "no-leader",
    (at) => `${at} answers, but its cluster has no leader: most of its members are down or cannot reach each other.`,
  ),
  rule(/etcdserver: not leader/, "no-leader", (at) => `${at} is not its cluster's leader any more: ask again.`),
  rule(
    /leader changed|previous leader failure/,
    "no-leader",
    (at) => `The cluster of ${at} was just electing a new leader.`,
  ),
  rule(
    /not capable/,
    "unavailable",
    (at) => `${at} is starting: its members have not agreed on a version yet. Ask again in a moment.`,
    "never-done",
  ),
  rule(/server stopped/, "unavailable", (at) => `${at} is being stopped.`),
  rule(
    /etcdserver: request timed out/,
    "timeout",
    (at) => `${at} could not finish the request in time: its disk or its cluster is slow, or it has no leader.`,
  ),
  rule(
    /unhealthy cluster/,
    "unavailable",
    (at) => `${at} says that its cluster is unhealthy: look at etcdctl endpoint health --cluster.`,
  ),
  rule(
    /corrupt cluster|mvcc: corrupt/,
    "corrupt",
    (at) =>
      `${at} has found that its members hold different data (alarm CORRUPT) and takes no requests: restore the damaged member from the others or from a snapshot.`,
  ),
  rule(
    /not supported for learner/,
    "learner",
    (at) =>
      `${at} is a learner, which answers no registry's questions: name voting members in ETCD_ENDPOINTS, or promote it with etcdctl member promote.`,
    "never-done",
  ),
  invalid(/bad leader transferee/, () => "The leadership cannot be handed to this member."),
  invalid(
    /member ID already exist|Peer URLs already exists|given member URLs are invalid|member not found/,
    (at) => `${at} does not allow this change to its members.`,
  ),
  invalid(
    /not enough started members|can only promote a learner|too many learner members/,
    (at) => `${at} does not allow this change to its members now.`,
  ),
  rule(
    /cluster version not found/,
    "unavailable",
    (at) => `${at} does not know its cluster's version yet: ask again in a moment.`,
    "never-done",
  ),
  invalid(/downgrade/, (at) => `${at} does not allow this downgrade.`),
];

/** What TLS, the socket and grpc say on the way to etcd. */
export const WAY_RULES: readonly ErrorRule[] = [
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
  rule(/ECONNREFUSED/, "unavailable", (at) => `Nothing listens at ${at}: the connection was refused.`, "never-done"),
  rule(
    /ENOTFOUND|EAI_AGAIN|Name resolution failed/,
    "unavailable",
    (at) => `The host name of ${at} cannot be resolved.`,
    "never-done",
  ),
  rule(
    /Waiting for LB pick|waiting for name resolution/i,
    "unavailable",
    (at) => `No connection to ${at} came about in time: nothing answers there, or something on the way swallows it.`,
    "never-done",
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
    /GOAWAY|shutting down|ECONNRESET|EPIPE|[Cc]onnection dropped|socket hang up/,
    "unavailable",
    (at) => `The connection to ${at} broke.`,
  ),
];

function rule(words: RegExp, code: EtcdErrorCode, says: (at: string) => string, hint?: EtcdErrorHint): ErrorRule {
  return { words, code, says, ...(hint === undefined ? {} : { hint }) };
}

function invalid(words: RegExp, says: (at: string) => string): ErrorRule {
  return rule(words, "invalid", says);
}
