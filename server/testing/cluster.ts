/** A cluster of real etcd members for a test. */
import { createMember, type EtcdOptions, type TestEtcd } from "./etcd-process";
import { freePort } from "./ports";

export interface TestCluster {
  readonly members: readonly TestEtcd[];
  /** Of every member, with their scheme. */
  readonly endpoints: string[];
  /** Waits for one where an election runs; throws after 20 s without. */
  leader(): Promise<TestEtcd>;
  followers(): Promise<TestEtcd[]>;
  /** Hands leadership to this member, or to some follower; resolves to the new leader. */
  moveLeader(to?: TestEtcd): Promise<TestEtcd>;
  stop(): Promise<void>;
  /** Killed and deleted. Safe to call twice. */
  cleanup(): Promise<void>;
}

interface StatusRow {
  Status: { header: { member_id: number | string }; leader: number | string };
}

export async function startCluster(
  size: number,
  options: Omit<EtcdOptions, "auth" | "dataDir"> = {},
): Promise<TestCluster> {
  const plans = await Promise.all(
    Array.from({ length: size }, async (_, index) => ({
      name: `m${index + 1}`,
      clientPort: await freePort(),
      peerPort: await freePort(),
    })),
  );
  const initialCluster = plans.map((plan) => `${plan.name}=http://127.0.0.1:${plan.peerPort}`).join(",");
  const members = await Promise.all(plans.map((plan) => createMember({ ...options, ...plan, initialCluster })));
  const cleanup = async () => void (await Promise.all(members.map((member) => member.cleanup())));
  try {
    await Promise.all(members.map((member) => member.restart()));
  } catch (error) {
    await cleanup();
    throw error;
  }

  async function idAndLeader(member: TestEtcd): Promise<{ id: string; leader: string } | null> {
    try {
      const said = await member.etcdctl(["--command-timeout", "2s", "endpoint", "status", "-w", "json"]);
      // Member ids exceed 2^53: as numbers they would not be told apart for certain.
      const rows = JSON.parse(said.replace(/"(member_id|leader)":(\d+)/g, '"$1":"$2"')) as StatusRow[];
      const status = rows[0]?.Status;
      return status ? { id: String(status.header.member_id), leader: String(status.leader ?? "0") } : null;
    } catch {
      return null;
    }
  }

  async function leader(): Promise<TestEtcd> {
    const giveUpAt = performance.now() + 60_000;
    while (performance.now() < giveUpAt) {
      const alive = members.filter((member) => member.running);
      const said = await Promise.all(alive.map(idAndLeader));
      const index = said.findIndex((one) => one !== null && one.id === one.leader);
      const found = alive[index];
      const named = said.filter((one) => one !== null && one.leader === said[index]?.id).length;
      if (found && named > size / 2) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("The cluster found no leader within 20 s");
  }

  async function followers(): Promise<TestEtcd[]> {
    const first = await leader();
    return members.filter((member) => member !== first && member.running);
  }

  return {
    members,
    endpoints: members.flatMap((member) => member.endpoints),
    leader,
    followers,
    async moveLeader(to) {
      const from = await leader();
      const target = to ?? (await followers())[0];
      const id = target && (await idAndLeader(target))?.id;
      if (!target || !id) throw new Error("There is no member to move the leadership to");
      await from.etcdctl(["move-leader", BigInt(id).toString(16)]);
      return leader();
    },
    stop: async () => void (await Promise.all(members.map((member) => member.stop()))),
    cleanup,
  };
}
