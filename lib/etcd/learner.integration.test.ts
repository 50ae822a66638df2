import { afterEach, expect, it } from "vitest";
import { startCluster, type TestCluster } from "@/server/testing/cluster";
import { eventually } from "@/server/testing/console";
import { rejects, text, words } from "@/server/testing/etcd-contract";
import { availableEtcdVersions, createMember, type TestEtcd } from "@/server/testing/etcd-process";
import { freePort } from "@/server/testing/ports";
import { createEtcdClient } from "./client";
import { prefixRange } from "./key-range";
import type { EtcdPort, WatchMessage } from "./port";

const open: EtcdPort[] = [];
let cluster: TestCluster | null = null;
let learner: TestEtcd | null = null;
afterEach(async () => {
  for (const port of open.splice(0)) port.close();
  await learner?.cleanup();
  await cluster?.cleanup();
  cluster = learner = null;
});

function connected(endpoints: readonly string[]): EtcdPort {
  // The first endpoint is the one to begin with.
  const port = createEtcdClient({ endpoints, random: () => 0 });
  open.push(port);
  return port;
}

/** A fourth member that only learns. Its own health check never passes, so its start is not waited for. */
async function addLearner(voters: TestCluster, version: string): Promise<TestEtcd> {
  const [clientPort, peerPort] = [await freePort(), await freePort()];
  const [first] = voters.members;
  if (!first) throw new Error("The cluster has no members");
  const add = ["member", "add", "m4", "--learner", `--peer-urls=http://127.0.0.1:${peerPort}`];
  // A cluster takes no new members until its own have seen each other for some seconds.
  const said = await eventually(
    () => first.etcdctl(add).catch(() => ""),
    (printed) => printed !== "",
  );
  const initialCluster = /ETCD_INITIAL_CLUSTER="([^"]+)"/.exec(said)?.[1];
  if (!initialCluster) throw new Error(said);
  const member = await createMember({
    version,
    name: "m4",
    clientPort,
    peerPort,
    initialCluster,
    existingCluster: true,
  });
  member.restart().catch(() => {});
  return member;
}

const is35 = (version: string) => version.startsWith("3.5");

// "cannot be reached" was said of a member that answered, and nothing of what to do.
it.each(availableEtcdVersions().filter(is35))(
  "a learner of etcd %s is told as one, and the next endpoint is asked",
  async (version) => {
    cluster = await startCluster(3, { version });
    learner = await addLearner(cluster, version);
    const alone = connected(learner.endpoints);
    const status = await eventually(
      () => alone.status().catch(() => null),
      (answer) => answer?.isLearner === true,
    );
    expect(status?.alarms).toEqual([]);
    for (const call of [
      () => alone.range({ range: { key: "/a" } }),
      () => alone.put("/a", text("1")),
      () => alone.grantLease(5),
      () => alone.transact({ when: [], then: [], otherwise: [] }),
    ]) {
      const error = await rejects(call(), "learner");
      expect(error.message).toContain("is a learner");
      expect(error.message).toContain("ETCD_ENDPOINTS");
    }
    const messages: WatchMessage[] = [];
    alone.watch({ range: prefixRange("/a"), startRevision: "1" }, (message) => messages.push(message));
    await eventually(
      () => messages.find(({ kind }) => kind === "ended"),
      (message) => message?.kind === "ended" && message.error.code === "learner",
    );

    // A write that a learner has refused was not done: it goes to the next endpoint, once.
    const both = connected([...learner.endpoints, ...cluster.endpoints]);
    await both.put("/a", text("1"));
    const { keyValues } = await both.range({ range: { key: "/a" } });
    expect(keyValues.map(({ value, version: written }) => [words(value), written])).toEqual([["1", "1"]]);
  },
);
