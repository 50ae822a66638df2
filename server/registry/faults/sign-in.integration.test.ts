import { describe, expect, it } from "vitest";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { type BenchOptions, withBench } from "./bench";
import { pause, until } from "./until";

const root = { username: "root", password: "root" };
const reader = { username: "reader", password: "secret" };
const readsEverything = { name: "reader", password: "secret", access: "read" as const };

describe.concurrent.each(availableEtcdVersions())("an etcd %s with passwords", (version) => {
  const options = { version, signIn: reader, writerSignIn: root } satisfies BenchOptions;

  // etcd3's own watcher was dead after it, and every later watch of that client hung for ever.
  it("cut after the token ran out: signed in anew, nothing is lost", () =>
    withBench(
      { ...options, auth: { rootPassword: "root", users: [readsEverything], tokenTtlSeconds: 1 } },
      async ({ proxy, writer, breaksAndRecovers, expectTruth }) => {
        for (let round = 0; round < 2; round++) {
          await pause(1_500);
          const since = performance.now();
          proxy.cut();
          await breaksAndRecovers(since);
        }
        await writer.more(20);
        await expectTruth();
      },
    ));

  it("killed, which makes it forget its tokens: nothing is lost", () =>
    withBench(
      { ...options, auth: { rootPassword: "root", users: [readsEverything] } },
      async ({ etcd, writer, breaksAndRecovers, expectTruth }) => {
        const since = performance.now();
        await etcd.kill9();
        await etcd.restart();
        await breaksAndRecovers(since);
        await writer.more(20);
        await expectTruth();
      },
    ));

  it("a wrong password, and then etcd is given ours: the console says it, and comes by itself", () =>
    withBench(
      {
        ...options,
        waitUntilLive: false,
        auth: { rootPassword: "root", users: [{ ...readsEverything, password: "another" }] },
      },
      async ({ etcd, writer, followed, expectTruth }) => {
        await followed.becomes("listing", { since: 0 });
        await until("a word of why", () => followed.status("backing-off") !== undefined);
        expect(followed.status("backing-off")).toMatchObject({
          code: "unauthenticated",
          message: expect.stringContaining("does not accept this user name and password: check ETCD_USERNAME"),
        });
        const since = performance.now();
        await etcd.etcdctl(["user", "passwd", "reader", "--interactive=false"], { input: "secret\n" });
        await followed.becomes("live", { since });
        await writer.more(20);
        await expectTruth();
      },
    ));

  it("a role for the prefixes alone: each is followed by itself, and nothing is lost", () =>
    withBench(
      {
        ...options,
        waitUntilLive: false,
        auth: { rootPassword: "root", users: [{ ...readsEverything, prefix: "/services/" }] },
      },
      async ({ etcd, proxy, writer, followed, breaksAndRecovers, expectTruth }) => {
        await etcd.etcdctl(["role", "grant-permission", "role-of-reader", "read", "/killrvideo/services/", "--prefix"]);
        await followed.becomes("live", { since: 0 });
        for (let round = 0; round < 2; round++) {
          await writer.more(30);
          const since = performance.now();
          await proxy.refuse();
          await writer.more(30);
          await proxy.heal();
          await breaksAndRecovers(since);
        }
        await writer.more(30);
        expect(followed.registry.status().atomic).toBe(false);
        await expectTruth({ atomic: false });
      },
    ));
});
