import { expect, it } from "vitest";
import { createTestCertificates, type TestCertificates } from "@/server/testing/certificates";
import { type BenchOptions, withBench } from "./bench";
import { until } from "./until";

const made: TestCertificates = await createTestCertificates();
const pair = ({ certificate, privateKey }: TestCertificates["client"]) => ({ cert: certificate, key: privateKey });

const ways: [string, BenchOptions][] = [
  [
    "TLS",
    {
      tls: { certificate: made.server, ca: made.ca },
      signIn: { ca: made.ca },
      writerSignIn: { ca: made.ca },
    },
  ],
  [
    "TLS with client certificates",
    {
      tls: { certificate: made.server, ca: made.ca, client: made.client },
      signIn: { ca: made.ca, ...pair(made.client) },
      writerSignIn: { ca: made.ca, ...pair(made.client) },
    },
  ],
];

it.concurrent.each(ways)("%s: cut, killed and silent, and nothing is lost", (_, options) =>
  withBench(options, async ({ etcd, proxy, writer, followed, breaksAndRecovers, expectTruth }) => {
    let since = performance.now();
    proxy.cut();
    await breaksAndRecovers(since);
    await writer.more(20);
    since = performance.now();
    await etcd.kill9();
    await etcd.restart();
    await breaksAndRecovers(since);
    await writer.more(20);
    since = performance.now();
    proxy.stall();
    await followed.becomes("stale", { since });
    await proxy.heal();
    await breaksAndRecovers(since);
    await writer.more(20);
    await expectTruth();
  }),
);

const [[, plain] = ["", {}], [, mutual] = ["", {}]] = ways;
const wrongs: [string, BenchOptions, string][] = [
  ["an authority we do not know", { ...plain, signIn: { ca: made.strangerCa } }, "set ETCD_CA"],
  ["no client certificate", { ...mutual, signIn: { ca: made.ca } }, "set ETCD_CERT and ETCD_KEY"],
  [
    "a client certificate of somebody else",
    { ...mutual, signIn: { ca: made.ca, ...pair(made.strangerClient) } },
    "ETCD_CERT",
  ],
];

// grpc kept a socket of each refused attempt for ever: 720 an hour, until the process had no file descriptor left.
it.concurrent.each(wrongs)("%s: the console says in a sentence what to do, and no socket stays", (_, options, words) =>
  withBench({ ...options, waitUntilLive: false }, async ({ followed, proxy, stopFollowing }) => {
    await until("a word of why", () => followed.status("backing-off") !== undefined);
    expect(followed.status("backing-off")).toMatchObject({
      code: "certificate",
      message: expect.stringContaining(words),
    });
    expect(followed.registry.status().state).toBe("listing");
    expect(followed.registry.view()).toBeNull();
    await until("it has tried several times", () => proxy.accepted() > 3);
    expect(proxy.connections()).toBeLessThan(3);
    await stopFollowing();
  }),
);
