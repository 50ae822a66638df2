import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { Records } from "@/lib/records/records";
import { encodeGatewayNews, GATEWAYS_PREFIX } from "@/lib/registry/gateways";
import type { LeaseId, Revision } from "@/lib/registry/types";

export interface AppliedNewsOptions {
  etcd: EtcdPort;
  /** Names this process among all gateways. */
  name: string;
  address: string;
  /** Newest revision that is honoured. */
  revision(): Revision;
  onChange(listener: () => void): () => void;
  records: Records;
  clock: Clock;
  log: Pick<Logger, "warn">;
}

const TTL_SECONDS = 10;
const RENEW_MS = 3_000;
/** After the first word, further ones are gathered: a storm of changes must not become a storm of writes. */
const GATHER_MS = 200;

/**
 * Publishes which revision this gateway honours, under a lease: whoever evicts an instance can tell which gateways may
 * still send to it. Where etcd permits no writing, nothing is published, and it says so once.
 */
export function createAppliedNews(options: AppliedNewsOptions): { stop(): Promise<void> } {
  const { etcd, name, address, revision, onChange, records, clock, log } = options;
  const key = GATEWAYS_PREFIX + name;
  let leaseId: LeaseId | null = null;
  let published: Revision | null = null;
  let working = false;
  let stopped = false;
  let warned = false;
  let cancelRenewal = (): void => {};
  let cancelGathering: (() => void) | null = null;

  async function publish(): Promise<void> {
    if (working || stopped) return;
    working = true;
    try {
      const lease = leaseId ?? (await etcd.grantLease(TTL_SECONDS)).leaseId;
      leaseId = lease;
      const applied = revision();
      const value = encodeGatewayNews({ name, revision: applied, address, at: clock.now(), lease }, records);
      await etcd.put(key, value, { lease });
      published = applied;
      warned = false;
    } catch (err) {
      leaseId = null;
      if (!warned) log.warn({ err }, "Which revision this gateway honours cannot be published at the moment");
      warned = true;
    } finally {
      working = false;
    }
  }

  function changed(): void {
    if (cancelGathering || stopped) return;
    cancelGathering = clock.setTimeout(() => {
      cancelGathering = null;
      if (published !== revision()) void publish();
    }, GATHER_MS);
    void publish();
  }

  function renew(): void {
    cancelRenewal = clock.setTimeout(async () => {
      const lease = leaseId;
      const remaining =
        lease === null
          ? 0
          : await etcd.keepAliveOnce(lease).then(
              (one) => one.remainingSeconds,
              () => -1,
            );
      if (remaining === 0) {
        leaseId = null;
        await publish();
      } else if (published !== revision()) await publish();
      if (!stopped) renew();
    }, RENEW_MS);
  }

  const off = onChange(changed);
  changed();
  renew();

  return {
    async stop() {
      stopped = true;
      off();
      cancelRenewal();
      cancelGathering?.();
      if (leaseId !== null) await etcd.revokeLease(leaseId, { timeoutMs: 1_000 }).catch(() => {});
    },
  };
}
