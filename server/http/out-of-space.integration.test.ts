import { afterEach, describe, expect, it } from "vitest";
import type { ProblemAnswer } from "@/lib/api/problem";
import type { StatusAnswer } from "@/lib/api/status";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdError } from "@/lib/etcd/port";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { text } from "@/server/testing/etcd-contract";
import { availableEtcdVersions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";

const MIB = 1024 * 1024;
const KEY = "/services/web/eu/one";

let etcd: TestEtcd | null = null;
let own: TestConsole | null = null;
afterEach(async () => {
  await own?.stop();
  await etcd?.cleanup();
  own = etcd = null;
});

/** Writes until etcd has raised its alarm. Each value is new, so the history keeps them all. */
async function fill(endpoints: readonly string[]): Promise<EtcdError> {
  const port = createEtcdClient({ endpoints, timeoutMs: 20_000 });
  try {
    for (let turn = 0; turn < 200; turn++) await port.put("/filling", new Uint8Array(MIB).fill(turn));
  } catch (error) {
    return error as EtcdError;
  } finally {
    port.close();
  }
  throw new Error("etcd took everything");
}

for (const version of availableEtcdVersions())
  describe(`etcd ${version} that is out of space`, () => {
    // A write was answered 500 "Something failed inside Rollcall", and nothing on screen or in /metrics told of it.
    it("is told as what it is: in answers, among the cluster's facts and in metrics, until it is mended", async () => {
      etcd = await startEtcd({ version, extraArgs: ["--quota-backend-bytes", String(16 * MIB)] });
      const port = createEtcdClient({ endpoints: etcd.endpoints });
      await port.put(KEY, text('{"host":"10.0.0.1","port":80}'));
      port.close();
      own = await startConsole(etcd.endpoints);
      const { send, base } = own;
      expect((await send<StatusAnswer>("GET", "/status")).body.cluster).toMatchObject({ alarms: [], learner: false });

      const error = await fill(etcd.endpoints);
      expect(error).toMatchObject({ code: "no-space" });

      const unleased = { layout: "path", service: "web", datacenter: "eu", host: "10.0.0.2", port: 80 };
      for (const [method, path, body] of [
        ["PUT", "/minimums", { service: "web", minimum: 2, reason: "a test" }],
        ["POST", "/registrations", { ...unleased, ttlSeconds: null, hold: "none", reason: "a test" }],
        ["POST", "/registrations", { ...unleased, ttlSeconds: 60, hold: "none", reason: "a test" }],
      ] as const) {
        const refused = await send<ProblemAnswer>(method, path, body);
        expect(refused).toMatchObject({ status: 507, body: { code: "etcd-no-space" } });
        expect(refused.body.detail).toContain("compact and defragment");
      }

      const full = await eventually(
        async () => (await send<StatusAnswer>("GET", "/status")).body.cluster,
        ({ alarms }) => alarms.length > 0,
      );
      expect(full.alarms).toEqual([{ memberId: full.members[0]?.id, kind: "no-space" }]);
      expect(full.database?.sizeBytes).toBeGreaterThan(8 * MIB);
      expect(full.database?.inUseBytes).toBeGreaterThan(8 * MIB);
      const metrics = await (await fetch(`${base}/metrics`)).text();
      expect(metrics).toContain('rollcall_etcd_alarms{kind="no-space"} 1');
      expect(metrics).toContain('rollcall_etcd_alarms{kind="corrupt"} 0');
      expect(metrics).toMatch(/rollcall_etcd_database_bytes\{what="disk"\} \d{7}/);

      const { header } = await reading(etcd.endpoints);
      await etcd.etcdctl(["compact", header.revision]);
      await etcd.etcdctl(["defrag", "--command-timeout", "30s"]);
      await etcd.etcdctl(["alarm", "disarm"]);
      const mended = await eventually(
        async () => (await send<StatusAnswer>("GET", "/status")).body.cluster,
        ({ alarms }) => alarms.length === 0,
      );
      expect(mended.database?.sizeBytes).toBeLessThan(full.database?.sizeBytes ?? 0);
    });
  });

async function reading(endpoints: readonly string[]) {
  const port = createEtcdClient({ endpoints });
  try {
    return await port.status();
  } finally {
    port.close();
  }
}
