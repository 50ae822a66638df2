import { describe, expect, it } from "vitest";
import { createEtcdClient } from "@/lib/etcd/client";
import { startCluster, type TestCluster } from "@/server/testing/cluster";
import type { TestEtcd } from "@/server/testing/etcd-process";
import { type Followed, followEtcd } from "./follow";
import { expectHistory, expectSameAsList } from "./truth";
import { until } from "./until";
import { startWriter, type Writer } from "./writer";

interface Setting {
  cluster: TestCluster;
  leader: TestEtcd;
  followers: TestEtcd[];
  writer: Writer;
  /** A console that begins with the first of these, and may go on to the others. */
  follow(members: readonly TestEtcd[]): Promise<Followed>;
  expectTruth(followed: Followed): Promise<void>;
}

async function withCluster(use: (setting: Setting) => Promise<void>): Promise<void> {
  const cluster = await startCluster(3);
  const endpoints = [...cluster.endpoints];
  const stops: (() => unknown)[] = [() => cluster.cleanup()];
  try {
    const direct = createEtcdClient({ endpoints });
    stops.push(() => direct.close());
    const writer = await startWriter(createEtcdClient({ endpoints }));
    stops.push(() => writer.close());
    const leader = await cluster.leader();
    await use({
      cluster,
      leader,
      followers: await cluster.followers(),
      writer,
      async follow(members) {
        const order = members.flatMap((member) => member.endpoints);
        const followed = followEtcd({ endpoints: order, random: () => 0 });
        stops.push(() => followed.stop());
        await followed.becomes("live", { since: 0 });
        await writer.more(20);
        return followed;
      },
      async expectTruth(followed) {
        await writer.stop();
        await expectSameAsList(followed, direct);
        await followed.stop();
        expectHistory(followed, { writers: [writer] });
      },
    });
  } finally {
    for (const stop of stops.reverse()) await Promise.resolve(stop()).catch(() => {});
  }
}

describe("a cluster of three", () => {
  it("whose leader is killed, also while the console is connected to it: nothing is lost", () =>
    withCluster(async ({ cluster, leader, followers, writer, follow, expectTruth }) => {
      const [onLeader, onFollower] = await Promise.all([
        follow([leader, ...followers]),
        follow([...followers, leader]),
      ]);
      const since = performance.now();
      await leader.kill9();
      await onLeader.becomes("stale", { since });
      await onLeader.becomes("live", { since });
      await cluster.leader();
      await writer.more(40);
      await leader.restart();
      await writer.more(20);
      for (const followed of [onLeader, onFollower])
        await until("live", () => followed.registry.status().state === "live");
      await Promise.all([expectTruth(onLeader), expectTruth(onFollower)]);
    }));

  it("whose follower is killed, while the console is connected to it: nothing is lost", () =>
    withCluster(async ({ leader, followers, writer, follow, expectTruth }) => {
      const [first, ...others] = followers;
      if (!first) throw new Error("There is no follower");
      const followed = await follow([first, ...others, leader]);
      const since = performance.now();
      await first.kill9();
      const staleAt = await followed.becomes("stale", { since });
      await followed.becomes("live", { since: staleAt });
      await writer.more(40);
      await first.restart();
      await expectTruth(followed);
    }));

  // etcd3's own watcher said nothing and looked healthy.
  it("that loses its quorum while the console is connected to who survives: stale in time, back by itself", () =>
    withCluster(async ({ leader, followers, writer, follow, expectTruth }) => {
      const [survivor, other] = followers;
      if (!survivor || !other) throw new Error("There are no two followers");
      const followed = await follow([survivor]);
      const since = performance.now();
      await Promise.all([leader.kill9(), other.kill9()]);
      const staleAt = await followed.becomes("stale", { since });
      // An attempt that was under way may end otherwise; that nobody leads is what it says as long as nobody does.
      await until("it says why", () => ["no-leader", "timeout"].includes(followed.status("backing-off")?.code ?? ""));
      expect(followed.registry.status().state).toBe("stale");
      await Promise.all([leader.restart(), other.restart()]);
      await followed.becomes("live", { since: staleAt });
      await writer.more(20);
      await expectTruth(followed);
    }));
});
