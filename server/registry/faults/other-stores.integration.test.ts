import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEtcdClient } from "@/lib/etcd/client";
import type { GapReason } from "@/lib/registry/types";
import { availableEtcdVersions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { type Bench, withBench } from "./bench";
import { expectHistory, expectSameAsList } from "./truth";
import { startWriter, type Writer } from "./writer";

/** What the view says of the old store ends in one gap; from there on it follows the new one. */
async function expectOneGap(bench: Bench, since: number, reason: GapReason, next: Writer): Promise<void> {
  const { followed, writer } = bench;
  const epoch = followed.relists[0]?.next.epoch;
  await bench.breaksAndRecovers(since);
  await next.more(20);
  expect(followed.registry.view()?.epoch).not.toBe(epoch);
  await bench.expectTruth({ gaps: [reason], writers: [writer, next] });
}

/** The path of a snapshot, whose folder is deleted at the end. */
async function withSnapshot(etcd: TestEtcd, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-snapshot-"));
  try {
    const file = join(folder, "snapshot.db");
    await etcd.etcdctl(["snapshot", "save", file]);
    await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the same cluster id: etcd makes that of names and peer addresses, not of data. */
async function restore(etcd: TestEtcd, file: string, peerUrl: string): Promise<void> {
  await etcd.kill9();
  await rm(etcd.dataDir, { recursive: true, force: true });
  await etcd.etcdctl([
    ...["snapshot", "restore", file, "--data-dir", etcd.dataDir, "--name", etcd.name],
    ...["--initial-cluster", `${etcd.name}=${peerUrl}`, "--initial-cluster-token", "rollcall-test"],
    ...["--initial-advertise-peer-urls", peerUrl],
  ]);
  await etcd.restart();
}

async function peerUrlOf(etcd: TestEtcd): Promise<string> {
  const said = await etcd.etcdctl(["member", "list", "-w", "json"]);
  const { members } = JSON.parse(said) as { members: { peerURLs: string[] }[] };
  return members[0]?.peerURLs[0] ?? "";
}

describe.concurrent.each(availableEtcdVersions())("another store where etcd %s was", (version) => {
  it("wiped, started with the same flags and still far from the old revision: a gap is said", () =>
    withBench({ version }, async (bench) => {
      await bench.writer.more(100);
      await bench.writer.stop();
      const since = performance.now();
      await bench.etcd.wipe();
      await expectOneGap(bench, since, "revision-went-back", await bench.newWriter());
    }));

  // The cluster id is the same, and the revision has not gone back: only the past itself is another.
  it("wiped and already past the old revision when the console returns: a gap is said", () =>
    withBench({ version }, async (bench) => {
      await bench.writer.stop();
      const since = performance.now();
      await bench.proxy.refuse();
      await bench.etcd.wipe();
      const next = await bench.newWriter();
      await next.flood(400);
      await bench.proxy.heal();
      await expectOneGap(bench, since, "store-replaced", next);
    }));

  it("restored from an older snapshot: a gap is said", () =>
    withBench({ version }, (bench) =>
      withSnapshot(bench.etcd, async (file) => {
        const peerUrl = await peerUrlOf(bench.etcd);
        await bench.writer.more(50);
        await bench.writer.stop();
        const since = performance.now();
        await restore(bench.etcd, file, peerUrl);
        await expectOneGap(bench, since, "revision-went-back", await bench.newWriter());
      }),
    ));

  it("restored and already past the old revision when the console returns: a gap is said", () =>
    withBench({ version }, (bench) =>
      withSnapshot(bench.etcd, async (file) => {
        const peerUrl = await peerUrlOf(bench.etcd);
        await bench.writer.more(50);
        await bench.writer.stop();
        const since = performance.now();
        await bench.proxy.refuse();
        await restore(bench.etcd, file, peerUrl);
        const next = await bench.newWriter();
        await next.more(120);
        await bench.proxy.heal();
        await expectOneGap(bench, since, "store-replaced", next);
      }),
    ));

  it("another cluster behind the same address: a gap is said", () =>
    withBench({ version }, async ({ proxy, followed, writer, breaksAndRecovers, stopFollowing }) => {
      const other = await startEtcd({ version });
      const port = createEtcdClient({ endpoints: other.endpoints });
      try {
        const next = await startWriter(port);
        await next.more(20);
        await writer.stop();
        const since = performance.now();
        proxy.retarget(other.clientPort);
        proxy.cut();
        await breaksAndRecovers(since);
        await next.more(20);
        await next.stop();
        await expectSameAsList(followed, port);
        await stopFollowing();
        expectHistory(followed, { gaps: ["other-cluster"], writers: [writer, next] });
      } finally {
        port.close();
        await other.cleanup();
      }
    }));
});
