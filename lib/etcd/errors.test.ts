import { describe, expect, it } from "vitest";
import { neverDone, toEtcdError, tokenRefused } from "./errors";
import { EtcdError, type EtcdErrorCode } from "./port";

/** What etcd 3.4 to 3.7, grpc and Node were seen to say. */
const SAID: [number | undefined, string, EtcdErrorCode, RegExp][] = [
  [14, "etcdserver: no leader", "no-leader", /no leader/],
  [14, "etcdserver: leader changed", "no-leader", /electing/],
  [14, "etcdserver: request timed out", "timeout", /in time/],
  [14, "etcdserver: request timed out, possibly due to previous leader failure", "no-leader", /electing/],
  [11, "etcdserver: mvcc: required revision has been compacted", "compacted", /compacted/],
  [11, "etcdserver: mvcc: required revision is a future revision", "future-revision", /not reached/],
  [5, "etcdserver: requested lease not found", "lease-not-found", /expired or was revoked/],
  [3, "etcdserver: key not found", "key-not-found", /gone/],
  [3, "etcdserver: request is too large", "too-large", /too large/],
  [8, "etcdserver: mvcc: database space exceeded", "no-space", /compact and defragment/],
  [8, "etcdserver: too many requests", "overloaded", /in a moment/],
  [3, "etcdserver: key is not provided", "invalid", /wants a key/],
  [3, "etcdserver: value is provided", "invalid", /value/],
  [3, "etcdserver: lease is provided", "invalid", /lease/],
  [3, "etcdserver: ttl is 0", "invalid", /at least one second/],
  [3, "etcdserver: too many operations in txn request", "too-large", /--max-txn-ops/],
  [9, "etcdserver: lease already exists", "lease-exists", /another id/],
  [11, "etcdserver: too large lease TTL", "invalid", /9,000,000,000/],
  [9, "etcdserver: member ID already exist", "invalid", /members/],
  [9, "etcdserver: Peer URLs already exists", "invalid", /members/],
  [9, "etcdserver: re-configuration failed due to not enough started members", "invalid", /members now/],
  [3, "etcdserver: given member URLs are invalid", "invalid", /members/],
  [5, "etcdserver: member not found", "invalid", /members/],
  [9, "etcdserver: can only promote a learner member", "invalid", /members now/],
  [9, "etcdserver: can only promote a learner member which is in sync with leader", "invalid", /members now/],
  [9, "etcdserver: too many learner members in cluster", "invalid", /members now/],
  [9, "etcdserver: root user does not exist", "invalid", /user root/],
  [9, "etcdserver: root user does not have root role", "invalid", /role root/],
  [9, "etcdserver: user name already exists", "invalid", /already/],
  [9, "etcdserver: user name not found", "invalid", /knows no user/],
  [9, "etcdserver: role name already exists", "invalid", /already/],
  [9, "etcdserver: role name not found", "invalid", /knows no user or role/],
  [3, "etcdserver: role name is empty", "invalid", /needs a name/],
  [9, "etcdserver: role is not granted to the user", "invalid", /does not have this role/],
  [9, "etcdserver: permission is not granted to the role", "invalid", /does not have this permission/],
  [9, "etcdserver: authentication is not enabled", "invalid", /leave out user and password/],
  [3, "etcdserver: invalid auth management", "invalid", /users and roles/],
  [3, "etcdserver: revision of auth store is old", "unauthenticated", /sign-in/],
  [9, "etcdserver: not leader", "no-leader", /ask again/],
  [14, "etcdserver: not capable", "unavailable", /starting/],
  [14, "etcdserver: server stopped", "unavailable", /being stopped/],
  [14, "etcdserver: request timed out, possibly due to connection lost", "timeout", /in time/],
  [14, "etcdserver: request timed out, waiting for the applied index took too long", "timeout", /in time/],
  [14, "etcdserver: unhealthy cluster", "unavailable", /endpoint health/],
  [15, "etcdserver: corrupt cluster", "corrupt", /restore/],
  [14, "etcdserver: rpc not supported for learner", "learner", /ETCD_ENDPOINTS.*promote/],
  [9, "etcdserver: rpc not supported for learner", "learner", /learner/],
  [9, "etcdserver: bad leader transferee", "invalid", /leadership/],
  [14, "etcdserver: cluster version not found during downgrade", "unavailable", /version/],
  [3, "etcdserver: wrong downgrade target version format", "invalid", /downgrade/],
  [3, "etcdserver: invalid downgrade target version", "invalid", /downgrade/],
  [9, "etcdserver: cluster has a downgrade job in progress", "invalid", /downgrade/],
  [9, "etcdserver: no inflight downgrade job", "invalid", /downgrade/],
  [3, "etcdserver: authentication failed, invalid user ID or password", "unauthenticated", /ETCD_PASSWORD/],
  [3, "etcdserver: user name is empty", "unauthenticated", /ETCD_USERNAME/],
  [16, "etcdserver: invalid auth token", "unauthenticated", /sign-in/],
  [7, "etcdserver: permission denied", "permission-denied", /role/],
  [undefined, "rpc error: code = PermissionDenied desc = etcdserver: permission denied", "permission-denied", /role/],
  [3, "etcdserver: duplicate key given in txn request", "invalid", /only once/],
  [4, "Deadline exceeded after 5.001s,LB pick: 0.001s", "timeout", /in time/],
  [1, "Cancelled on client", "cancelled", /cancelled/],
  [14, "No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1", "unavailable", /refused/],
  [14, "Name resolution failed for target dns:nowhere:2379", "unavailable", /resolved/],
  [14, "No connection established. Last error: connect EHOSTUNREACH 10.0.0.1:2379", "unavailable", /network/],
  [14, "Connection dropped", "unavailable", /broke/],
  [14, "No connection established. Last error: self-signed certificate in certificate chain", "certificate", /ETCD_CA/],
  [14, "No connection established. Last error: unable to verify the first certificate", "certificate", /ETCD_CA/],
  [14, "Last error: Hostname/IP does not match certificate's altnames: IP: 127.0.0.1", "certificate", /host name/],
  [14, "No connection established. Last error: certificate has expired", "certificate", /has expired/],
  [14, "tlsv13 alert certificate required: SSL alert number 116", "certificate", /ETCD_CERT and ETCD_KEY/],
  [14, "tlsv1 alert unknown ca: SSL alert number 48", "certificate", /authority of our client/],
  [14, "sslv3 alert certificate expired: SSL alert number 45", "certificate", /renew ETCD_CERT/],
  [12, "unknown service etcdserverpb.KV", "invalid", /not be etcd/],
];

/** What grpc adds of its own, wherever it may stand. */
const GRPC_TALK =
  /LB pick|Resolution note|No connection established|Last error|UNAVAILABLE|rpc error|desc =|RST_STREAM|Deadline exceeded|name resolution|Name resolution/;

const FROM_GRPC: [number, string, EtcdErrorCode, RegExp][] = [
  [4, "Deadline exceeded after 5.001s,LB pick: 0.001s,remote_addr=127.0.0.1:2379", "timeout", /in time/],
  [4, "Deadline exceeded after 1.500s,Waiting for LB pick", "unavailable", /No connection to .* came about in time/],
  [
    4,
    "Deadline exceeded after 1.500s,name resolution: 0.002s,metadata filters: 0.001s,Waiting for LB pick",
    "unavailable",
    /in time/,
  ],
  [4, "Deadline exceeded after 1.5s,waiting for name resolution", "unavailable", /in time/],
  [14, "No connection established. Last error: null. Resolution note: ", "unavailable", /cannot be reached/],
  [
    14,
    "No connection established. Last error: Failed to connect. Resolution note: ",
    "unavailable",
    /ended the connection/,
  ],
  [
    14,
    "14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1. Resolution note: x",
    "unavailable",
    /refused/,
  ],
  [
    14,
    "No addresses resolved. Resolution note: Name resolution failed for target dns:nowhere:2379",
    "unavailable",
    /resolved/,
  ],
  [13, "Received RST_STREAM with code 2 (Internal server error)", "unavailable", /broke/],
  [14, "Received HTTP status code 502", "unavailable", /cannot be reached/],
  [2, "Unknown error", "invalid", /could not do this/],
];

describe("an error of etcd or of the way to it", () => {
  it.each([...SAID, ...FROM_GRPC])("%s %s is %s", (code, details, expected, sentence) => {
    const error = toEtcdError({ code, details }, "https://etcd:2379");
    expect(error.code).toBe(expected);
    expect(error.message).toMatch(sentence);
    expect(error.cause).toBe(details);
    if (details.startsWith("etcdserver: ")) expect(error.detail).toBe(details);
  });

  it.each([...SAID, ...FROM_GRPC])("%s %s is told without a word of grpc's own", (code, details) => {
    const { message, detail } = toEtcdError({ code, details }, "https://etcd:2379");
    expect(`${message} ${detail}`).not.toMatch(GRPC_TALK);
    expect(detail.trim()).not.toBe("");
  });

  it("keeps the socket's words, which say where", () => {
    const said = "No connection established. Last error: Error: connect ECONNREFUSED 10.0.0.1:2379. Resolution note: ";
    expect(toEtcdError({ code: 14, details: said }).detail).toBe("connect ECONNREFUSED 10.0.0.1:2379");
  });

  it("of a later etcd is told in its own words", () => {
    const error = toEtcdError({ code: 9, details: "etcdserver: the moon is full" }, "http://etcd:2379");
    expect(error).toMatchObject({ code: "invalid", detail: "etcdserver: the moon is full" });
    expect(error.message).toContain("It says: etcdserver: the moon is full");
  });

  it("stays what it is, and keeps unknown words", () => {
    const known = new EtcdError("compacted", "known");
    expect(toEtcdError(known)).toBe(known);
    expect(toEtcdError(new Error("what is this?"))).toMatchObject({ code: "internal", detail: "what is this?" });
    expect(toEtcdError("odd")).toMatchObject({ code: "internal", detail: "odd" });
  });

  it("knows what may be sent again", () => {
    const of = (details: string) => toEtcdError({ code: 14, details });
    expect(neverDone(of("No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1"))).toBe(true);
    expect(neverDone(of("No connection established. Last error: self-signed certificate"))).toBe(true);
    expect(neverDone(of("etcdserver: rpc not supported for learner"))).toBe(true);
    expect(neverDone(of("Connection dropped"))).toBe(false);
    expect(neverDone(of("read ECONNRESET"))).toBe(false);
    expect(neverDone(of("etcdserver: request timed out"))).toBe(false);
    expect(tokenRefused(of("etcdserver: invalid auth token"))).toBe(true);
    expect(tokenRefused(of("etcdserver: permission denied"))).toBe(false);
  });
});
