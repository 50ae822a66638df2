import { describe, expect, it } from "vitest";
import { neverSent, toEtcdError, tokenRefused } from "./errors";
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
  [8, "etcdserver: mvcc: database space exceeded", "internal", /quota/],
  [8, "etcdserver: too many requests", "unavailable", /too much/],
  [3, "etcdserver: authentication failed, invalid user ID or password", "unauthenticated", /ETCD_PASSWORD/],
  [3, "etcdserver: user name is empty", "unauthenticated", /ETCD_USERNAME/],
  [16, "etcdserver: invalid auth token", "unauthenticated", /sign-in/],
  [7, "etcdserver: permission denied", "permission-denied", /role/],
  [undefined, "rpc error: code = PermissionDenied desc = etcdserver: permission denied", "permission-denied", /role/],
  [3, "etcdserver: duplicate key given in txn request", "invalid", /not valid/],
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

describe("an error of etcd or of the way to it", () => {
  it.each(SAID)("%s %s is %s", (code, details, expected, sentence) => {
    const error = toEtcdError({ code, details }, "https://etcd:2379");
    expect(error.code).toBe(expected);
    expect(error.message).toMatch(sentence);
    expect(error.detail).toBe(details);
  });

  it("stays what it is, and keeps unknown words", () => {
    const known = new EtcdError("compacted", "known");
    expect(toEtcdError(known)).toBe(known);
    expect(toEtcdError(new Error("what is this?"))).toMatchObject({ code: "internal", detail: "what is this?" });
    expect(toEtcdError("odd")).toMatchObject({ code: "internal", detail: "odd" });
  });

  it("knows what may be sent again", () => {
    const of = (details: string) => toEtcdError({ code: 14, details });
    expect(neverSent(of("No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1"))).toBe(true);
    expect(neverSent(of("Connection dropped"))).toBe(false);
    expect(neverSent(of("read ECONNRESET"))).toBe(false);
    expect(tokenRefused(of("etcdserver: invalid auth token"))).toBe(true);
    expect(tokenRefused(of("etcdserver: permission denied"))).toBe(false);
  });
});
