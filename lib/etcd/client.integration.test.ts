import { describe, expect, it } from "vitest";
import { createTestCertificates, type TestCertificates } from "@/server/testing/certificates";
import { describeEtcdContract, rejects, text } from "@/server/testing/etcd-contract";
import { availableEtcdVersions, type EtcdOptions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { createFaultProxy } from "@/server/testing/fault-proxy";
import { createEtcdClient, type EtcdClientOptions } from "./client";
import { prefixRange } from "./key-range";
import type { EtcdError, WatchMessage } from "./port";

for (const version of await availableEtcdVersions()) {
  describeEtcdContract(`etcd ${version}`, async () => {
    const etcd = await startEtcd({ version });
    return {
      connect: () => createEtcdClient({ endpoints: etcd.endpoints }),
      // Nothing to do: real time passes by itself, and the tests wait for what it brings.
      passTime: () => Promise.resolve(),
      stop: etcd.cleanup,
    };
  });
}

async function withEtcd(options: EtcdOptions, use: (etcd: TestEtcd) => Promise<void>): Promise<void> {
  const etcd = await startEtcd(options);
  try {
    await use(etcd);
  } finally {
    await etcd.cleanup();
  }
}

/** Reads once and gives back the error. */
async function failing(options: EtcdClientOptions, code: string): Promise<EtcdError> {
  const client = createEtcdClient(options);
  try {
    return await rejects(client.range({ range: { key: "/a" } }), code);
  } finally {
    client.close();
  }
}

async function working(options: EtcdClientOptions): Promise<void> {
  const client = createEtcdClient(options);
  try {
    expect((await client.range({ range: { key: "/a" } })).count).toBe(0);
  } finally {
    client.close();
  }
}

describe("a certificate that is wrong is told from every other trouble", () => {
  it("over TLS", async () => {
    const made: TestCertificates = await createTestCertificates();
    await withEtcd({ tls: { certificate: made.server, ca: made.ca } }, async ({ endpoints }) => {
      await working({ endpoints, ca: made.ca });
      expect((await failing({ endpoints }, "certificate")).message).toContain("ETCD_CA");
      expect((await failing({ endpoints, ca: made.strangerCa }, "certificate")).message).toContain("ETCD_CA");
      const plain = endpoints.map((endpoint) => endpoint.replace("https:", "http:"));
      expect((await failing({ endpoints: plain }, "unavailable")).message).toContain("https://");
    });
  });

  it("for another host, and past its day", async () => {
    const made = await createTestCertificates();
    await withEtcd({ tls: { certificate: made.wrongName, ca: made.ca } }, async ({ endpoints }) => {
      expect((await failing({ endpoints, ca: made.ca }, "certificate")).message).toContain("another host name");
    });
    await withEtcd({ tls: { certificate: made.expired, ca: made.ca } }, async ({ endpoints }) => {
      expect((await failing({ endpoints, ca: made.ca }, "certificate")).message).toContain("has expired");
    });
  });

  it("with client certificates", async () => {
    const made = await createTestCertificates();
    const tls = { certificate: made.server, ca: made.ca, client: made.client };
    await withEtcd({ tls }, async ({ endpoints }) => {
      const pair = ({ certificate, privateKey }: typeof made.client) => ({ cert: certificate, key: privateKey });
      await working({ endpoints, ca: made.ca, ...pair(made.client) });
      expect((await failing({ endpoints, ca: made.ca }, "certificate")).message).toContain("ETCD_CERT");
      const stranger = await failing({ endpoints, ca: made.ca, ...pair(made.strangerClient) }, "certificate");
      expect(stranger.message).toContain("ETCD_CERT");
      const expired = await failing({ endpoints, ca: made.ca, ...pair(made.expiredClient) }, "certificate");
      expect(expired.message).toContain("ETCD_CERT");
    });
  });

  it("where etcd does not speak TLS", async () => {
    await withEtcd({}, async ({ endpoints }) => {
      const secure = endpoints.map((endpoint) => endpoint.replace("http:", "https:"));
      expect((await failing({ endpoints: secure }, "unavailable")).message).toContain("http://");
    });
  });
});

describe("passwords", () => {
  it("are asked for, checked, and limited to their range", async () => {
    const users = [{ name: "reader", password: "secret", access: "read" as const, prefix: "/mine/" }];
    await withEtcd({ auth: { rootPassword: "root", users } }, async ({ endpoints }) => {
      expect((await failing({ endpoints }, "unauthenticated")).message).toContain("ETCD_USERNAME");
      const wrong = await failing({ endpoints, username: "reader", password: "wrong" }, "unauthenticated");
      expect(wrong.message).toContain("does not accept this user name and password");
      await failing({ endpoints, username: "nobody", password: "secret" }, "unauthenticated");
      const reader = createEtcdClient({ endpoints, username: "reader", password: "secret" });
      expect((await reader.range({ range: prefixRange("/mine/") })).count).toBe(0);
      await rejects(reader.range({ range: prefixRange("/") }), "permission-denied");
      await rejects(reader.put("/mine/a", text("")), "permission-denied");
      expect(await firstEnd(reader, "/")).toBe("permission-denied");
      reader.close();
    });
  });

  it("are no obstacle where etcd asks for none", async () => {
    await withEtcd({}, ({ endpoints }) => working({ endpoints, username: "somebody", password: "secret" }));
  });

  it("renew a token that ran out", async () => {
    const users = [{ name: "reader", password: "secret", access: "read" as const }];
    await withEtcd({ auth: { rootPassword: "root", users, tokenTtlSeconds: 1 } }, async ({ endpoints }) => {
      const reader = createEtcdClient({ endpoints, username: "reader", password: "secret" });
      const until = Date.now() + 2_500;
      while (Date.now() < until) await reader.range({ range: { key: "/a" } });
      reader.close();
    });
  });
});

describe("an etcd that does not answer", () => {
  it("is refused at once, held until the deadline, and gone round where there are others", async () => {
    await withEtcd({}, async (etcd) => {
      const proxy = await createFaultProxy({ targetPort: etcd.clientPort });
      const endpoints = [`http://127.0.0.1:${proxy.port}`];
      // Its own time is far beyond the test's: only the call's deadline can end the call.
      const client = createEtcdClient({ endpoints, timeoutMs: 600_000 });
      await client.put("/b", text("1"));
      proxy.stall();
      await rejects(client.range({ range: { key: "/b" } }, { timeoutMs: 300 }), "timeout");
      proxy.resume();
      expect((await client.range({ range: { key: "/b" } })).count).toBe(1);
      await proxy.refuse();
      expect((await rejects(client.range({ range: { key: "/b" } }), "unavailable")).message).toContain("127.0.0.1");
      const both = createEtcdClient({ endpoints: [...endpoints, ...etcd.endpoints], random: () => 0 });
      expect((await both.range({ range: { key: "/b" } })).count).toBe(1);
      await both.put("/b", text("2"));
      await proxy.heal();
      expect((await client.range({ range: { key: "/b" } })).count).toBe(1);
      client.close();
      both.close();
      await proxy.stop();
    });
  });

  it("keeps to one connection, and gives a fresh client a fresh one", async () => {
    await withEtcd({}, async (etcd) => {
      const proxy = await createFaultProxy({ targetPort: etcd.clientPort });
      const endpoints = [`http://127.0.0.1:${proxy.port}`];
      const first = createEtcdClient({ endpoints });
      const { leaseId } = await first.grantLease(60);
      await first.keepAliveOnce(leaseId);
      await first.put("/b", text("1"));
      await first.status();
      expect(proxy.accepted()).toBe(1);
      const second = createEtcdClient({ endpoints });
      await second.put("/b", text("2"));
      expect(proxy.accepted()).toBe(2);
      first.close();
      await second.put("/b", text("3"));
      second.close();
      await proxy.stop();
    });
  });

  it("answers a revision of a large list in one message of more than 4 MB", async () => {
    await withEtcd({}, async ({ endpoints }) => {
      const client = createEtcdClient({ endpoints });
      for (let i = 0; i < 12; i++) await client.put(`/large/${i}`, new Uint8Array(500_000));
      const { keyValues } = await client.range({ range: prefixRange("/large/") });
      expect(keyValues.length).toBe(12);
      const events = await new Promise<number>((resolve) => {
        let seen = 0;
        client.watch({ range: prefixRange("/large/"), startRevision: "2" }, (message) => {
          if (message.kind === "events") seen += message.events.length;
          if (seen >= 12) resolve(seen);
        });
      });
      expect(events).toBe(12);
      client.close();
    });
  });
});

function firstEnd(client: ReturnType<typeof createEtcdClient>, prefix: string): Promise<string> {
  return new Promise((resolve) => {
    client.watch({ range: prefixRange(prefix), startRevision: "1" }, (message: WatchMessage) => {
      if (message.kind === "ended") resolve(message.error.code);
    });
  });
}
