import type { Clock } from "@/lib/clock";
import { type ClusterStatus, EtcdError, type EtcdErrorCode, type EtcdPort, type Member } from "@/lib/etcd/port";

export interface ClusterReading {
  /** Null until etcd answered once; then the last known. */
  status: ClusterStatus | null;
  members: Member[];
  error: { code: EtcdErrorCode; message: string } | null;
}

export interface ClusterFacts {
  /** Never rejects: an etcd that is away is a fact, too. */
  read(): Promise<ClusterReading>;
}

const FRESH_MS = 2_000;
const TIMEOUT_MS = 1_500;

/** etcd's own facts, asked at most every two seconds however many ask us. */
export function createClusterFacts(etcd: () => EtcdPort, clock: Clock): ClusterFacts {
  let known: ClusterReading = { status: null, members: [], error: null };
  let askedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<ClusterReading> | null = null;

  async function ask(): Promise<ClusterReading> {
    const [status, members] = await Promise.allSettled([
      (async () => etcd().status({ timeoutMs: TIMEOUT_MS }))(),
      (async () => etcd().members({ timeoutMs: TIMEOUT_MS }))(),
    ]);
    known = {
      status: status.status === "fulfilled" ? status.value : known.status,
      members: members.status === "fulfilled" ? members.value : known.members,
      error: status.status === "fulfilled" ? null : errorOf(status.reason),
    };
    askedAt = clock.now();
    running = null;
    return known;
  }

  return {
    async read() {
      if (running) return running;
      if (clock.now() - askedAt < FRESH_MS) return known;
      running = ask();
      return running;
    },
  };
}

function errorOf(reason: unknown): ClusterReading["error"] {
  if (reason instanceof EtcdError) return { code: reason.code, message: reason.message };
  return { code: "internal", message: "etcd could not be asked." };
}
