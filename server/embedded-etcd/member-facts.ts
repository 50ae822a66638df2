import type { EmbeddedMembers } from "@/lib/api/members";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import type { EmbeddedCluster, EmbeddedMember } from "./embedded-cluster";

export interface MemberFacts {
  /** Asks each member that runs. Never rejects: one that does not answer is a fact, too. */
  read(): Promise<EmbeddedMembers["members"]>;
  /** SIGKILL; false where no such member runs. */
  kill(name: string): boolean;
  stop(): void;
}

const TIMEOUT_MS = 800;

export function createMemberFacts(cluster: EmbeddedCluster): MemberFacts {
  const clients = new Map<string, EtcdPort>();

  function clientOf(endpoint: string): EtcdPort {
    const known = clients.get(endpoint) ?? createEtcdClient({ endpoints: [endpoint], timeoutMs: TIMEOUT_MS });
    clients.set(endpoint, known);
    return known;
  }

  async function ask(member: EmbeddedMember): Promise<EmbeddedMembers["members"][number]> {
    const silent = { ...member, id: null, raftTerm: null, leads: false };
    if (member.pid === null) return silent;
    try {
      const { header, leader, raftTerm } = await clientOf(member.endpoint).status({ timeoutMs: TIMEOUT_MS });
      return { ...member, id: header.memberId, raftTerm, leads: leader === header.memberId };
    } catch {
      return silent;
    }
  }

  return {
    read: () => Promise.all(cluster.members().map(ask)),
    kill: cluster.kill,
    stop() {
      for (const client of clients.values()) client.close();
      clients.clear();
    },
  };
}
