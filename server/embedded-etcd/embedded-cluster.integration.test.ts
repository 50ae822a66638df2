import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEtcdClient } from "@/lib/etcd/client";
import { createSupervisor, type Supervisor } from "../supervisor/supervisor";
import { temporaryFolder } from "../testing/leftovers";
import { createEmbeddedCluster, type EmbeddedCluster } from "./embedded-cluster";
import { createMemberFacts, type MemberFacts } from "./member-facts";

const silent = { info() {}, warn() {} };
const patient = { timeout: 40_000, interval: 50 };
let supervisor: Supervisor;
let dataDir: string;
let cluster: EmbeddedCluster;
let facts: MemberFacts;

beforeEach(async () => {
  supervisor = createSupervisor();
  dataDir = await temporaryFolder("members");
  cluster = createEmbeddedCluster({ supervisor, dataDir, log: silent, awayMs: 1_500 });
  facts = createMemberFacts(cluster);
  await cluster.start();
  await expect.poll(() => cluster.state.kind, patient).toBe("running");
});

afterEach(async () => {
  facts.stop();
  await cluster.stop();
  await supervisor.stop(500);
});

const leader = async () => (await facts.read()).filter(({ leads }) => leads);

it("three members elect another leader when theirs is killed, and it comes back to follow", async () => {
  await expect.poll(async () => (await leader()).length, patient).toBe(1);
  const [old] = await leader();
  if (!old) throw new Error("Nobody leads");
  expect(facts.kill(old.name)).toBe(true);
  await expect
    .poll(
      async () => (await leader()).some(({ name, raftTerm }) => name !== old.name && raftTerm !== old.raftTerm),
      patient,
    )
    .toBe(true);
  await expect.poll(async () => (await facts.read()).filter(({ id }) => id !== null).length, patient).toBe(3);
  expect((await facts.read()).find(({ name }) => name === old.name)?.pid).not.toBe(old.pid);
  expect(facts.kill("etcd-9")).toBe(false);
});

it("three members are gone when the supervisor's console is, and begin anew at the next start", async () => {
  const pids = cluster.members().map(({ pid }) => pid);
  const before = createEtcdClient({ endpoints: cluster.endpoints });
  await before.put("/a", new Uint8Array()).finally(() => before.close());
  expect(readdirSync(`${dataDir}/etcd-members`).sort()).toContain("etcd-1");
  process.kill(supervisor.pid ?? 0, "SIGKILL");
  await expect
    .poll(() => pids.filter((pid) => pid !== null && lives(pid)), { timeout: 60_000, interval: 50 })
    .toEqual([]);
  await cluster.stop();
  cluster = createEmbeddedCluster({ supervisor, dataDir, log: silent });
  await cluster.start();
  await expect.poll(() => cluster.state.kind, patient).toBe("running");
  const after = createEtcdClient({ endpoints: cluster.endpoints });
  expect((await after.range({ range: { key: "/a" } }).finally(() => after.close())).count).toBe(0);
});

/** Neither a zombie nor gone. */
function lives(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
