/** For tests: everything from etcd to the history as the console puts it together, without HTTP. */
import { systemClock } from "@/lib/clock";
import { createEtcdClient } from "@/lib/etcd/client";
import { createListWatch } from "@/lib/etcd/list-watch";
import type { EtcdPort } from "@/lib/etcd/port";
import { createLayoutSet } from "@/lib/layouts/layout-set";
import { parsePrefixes } from "@/lib/layouts/prefixes";
import { isPending } from "@/lib/registry/describe";
import type { LeaseId, RegistryEvent } from "@/lib/registry/types";
import { createHistory } from "@/server/history/history";
import { createLeaseObserver, type LeaseObserver } from "../lease-observer";
import { createRegistry, type Registry } from "../registry";

export interface Observed {
  readonly registry: Registry;
  readonly observer: LeaseObserver;
  /** A client of its own, for owners. */
  readonly port: EtcdPort;
  /** Oldest first, as the history has them now. */
  events(): RegistryEvent[];
  /** The removal of this key, once it is explained; the newest where there are several. */
  removal(key: string): RegistryEvent | undefined;
  /** How often etcd was asked after this lease. */
  askedAfter(leaseId: LeaseId): number;
  stop(): void;
}

export function observeEtcd(endpoints: string[], options: { budget?: number } = {}): Observed {
  const { prefixes } = parsePrefixes("/services/=path");
  const clock = systemClock;
  const registry = createRegistry({ layouts: createLayoutSet(prefixes), clock, tombstoneMs: 600_000 });
  const history = createHistory({ capacity: 100_000 });
  registry.onUpdate(({ events, amended = [] }) => {
    history.append(events);
    history.amend(amended);
  });
  const asking = createEtcdClient({ endpoints });
  const port = createEtcdClient({ endpoints });
  const questions = new Map<LeaseId, number>();
  const counted: Pick<EtcdPort, "timeToLive"> = {
    timeToLive(leaseId, askOptions) {
      questions.set(leaseId, (questions.get(leaseId) ?? 0) + 1);
      return asking.timeToLive(leaseId, askOptions);
    },
  };
  const observer = createLeaseObserver({ registry, etcd: () => counted, clock, budget: options.budget ?? 1_000 });
  const listWatch = createListWatch({
    connect: () => createEtcdClient({ endpoints }),
    prefixes: prefixes.map(({ prefix }) => prefix),
    onMessage: (message) => registry.accept(message),
  });
  const events = () => history.query({}, { limit: Number.POSITIVE_INFINITY }).events.reverse();
  return {
    registry,
    observer,
    port,
    events,
    removal: (key) => events().findLast((event) => event.type === "removed" && event.key === key && !isPending(event)),
    askedAfter: (leaseId) => questions.get(leaseId) ?? 0,
    stop() {
      listWatch.stop();
      observer.stop();
      registry.stop();
      asking.close();
      port.close();
    },
  };
}
