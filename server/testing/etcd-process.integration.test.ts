import { existsSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { createTestCertificates } from "./certificates";
import { startCluster } from "./cluster";
import { availableEtcdVersions, type EtcdOptions, startEtcd } from "./etcd-process";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function started(options: EtcdOptions) {
  const etcd = await startEtcd(options);
  cleanups.push(etcd.cleanup);
  return etcd;
}

const alive = (pid: number) => existsSync(`/proc/${pid}`);

it("knows at least Debian's etcd", () => {
  expect(availableEtcdVersions().length).toBeGreaterThan(0);
});

describe.each(availableEtcdVersions())("a test's etcd %s", (version) => {
  it("keeps its data over kill -9 and restart on the same port, and loses them when wiped", async () => {
    const etcd = await started({ version });
    expect(etcd.version).toBe(version);
    await etcd.etcdctl(["put", "/services/a", "x y"]);
    const first = etcd.pid;
    await etcd.kill9();
    expect(etcd.running).toBe(false);
    expect(alive(first)).toBe(false);
    await etcd.restart();
    expect(etcd.pid).not.toBe(first);
    expect(await etcd.etcdctl(["get", "/services/a", "--print-value-only"])).toBe("x y\n");
    const [before] = JSON.parse(await etcd.etcdctl(["endpoint", "status", "-w", "json"]));
    await etcd.wipe();
    const [after] = JSON.parse(await etcd.etcdctl(["endpoint", "status", "-w", "json"]));
    expect(await etcd.etcdctl(["get", "/services/a"])).toBe("");
    expect(after.Status.header.cluster_id).toBe(before.Status.header.cluster_id);
  });

  it("stands still while paused and goes on when resumed", async () => {
    const etcd = await started({ version });
    etcd.pause();
    await expect(etcd.etcdctl(["--command-timeout", "500ms", "get", "/a"])).rejects.toThrow();
    etcd.resume();
    expect(await etcd.etcdctl(["put", "/a", "1"])).toBe("OK\n");
  });

  it("takes TLS, and with a client authority only clients that it signed", async () => {
    const certificates = await createTestCertificates();
    const plain = await started({ version, tls: { certificate: certificates.server, ca: certificates.ca } });
    expect(plain.endpoints[0]).toMatch(/^https:/);
    expect(await plain.etcdctl(["put", "/a", "1"])).toBe("OK\n");

    const tls = { certificate: certificates.server, ca: certificates.ca };
    const mutual = await started({ version, tls: { ...tls, client: certificates.client } });
    expect(await mutual.etcdctl(["put", "/a", "1"])).toBe("OK\n");
  });

  it.each(["expired", "wrongName"] as const)(
    "shows a certificate that is %s, and its client refuses it",
    async (kind) => {
      const certificates = await createTestCertificates();
      const etcd = await started({ version, tls: { certificate: certificates[kind], ca: certificates.ca } });
      await expect(etcd.etcdctl(["--command-timeout", "1s", "put", "/a", "1"])).rejects.toThrow();
    },
  );

  it("has users whose roles hold, with tokens that run out", async () => {
    const etcd = await started({
      version,
      auth: {
        rootPassword: "secret",
        tokenTtlSeconds: 2,
        users: [{ name: "viewer", password: "eye", access: "read", prefix: "/services/" }],
      },
    });
    await etcd.etcdctl(["put", "/services/a", "1"]);
    const user = "viewer:eye";
    expect(await etcd.etcdctl(["get", "/services/a", "--print-value-only"], { user })).toBe("1\n");
    await expect(etcd.etcdctl(["put", "/services/a", "2"], { user })).rejects.toThrow(/permission denied/);
    await expect(etcd.etcdctl(["get", "/other"], { user })).rejects.toThrow(/permission denied/);
    await expect(etcd.etcdctl(["get", "/services/a"], { user: "viewer:wrong" })).rejects.toThrow(
      /authentication failed/,
    );
  });

  it("forms a cluster of three that survives its leader and moves its leadership", async () => {
    const cluster = await startCluster(3, { version });
    cleanups.push(cluster.cleanup);
    const first = await cluster.leader();
    await first.kill9();
    const second = await cluster.leader();
    expect(second.name).not.toBe(first.name);
    await second.etcdctl(["put", "/a", "1"]);
    await first.restart();
    expect(await first.etcdctl(["get", "/a", "--print-value-only"])).toBe("1\n");
    expect((await cluster.moveLeader(first)).name).toBe(first.name);
  });
});

it("leaves no process and no folder behind after its clean-up", async () => {
  const etcd = await startEtcd();
  const { pid, dataDir } = etcd;
  await etcd.cleanup();
  await etcd.cleanup();
  expect(alive(pid)).toBe(false);
  expect(existsSync(dataDir)).toBe(false);
});
