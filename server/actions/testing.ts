/** For tests: everything that changes the registry, over a real etcd, on a connection that can die at any step. */
import { systemClock } from "@/lib/clock";
import { createEtcdClient } from "@/lib/etcd/client";
import { createListWatch } from "@/lib/etcd/list-watch";
import type { EtcdPort } from "@/lib/etcd/port";
import { createLayoutSet, OWN_PREFIX } from "@/lib/layouts/layout-set";
import { DEFAULT_PREFIXES, parsePrefixes } from "@/lib/layouts/prefixes";
import { testRecords } from "@/lib/records/testing";
import { createTrail } from "@/server/audit/trail";
import { createUnfinished } from "@/server/audit/unfinished";
import { createLog } from "@/server/log/log";
import { createHeld } from "@/server/registrations/held";
import { createLeaseKeeper } from "@/server/registrations/lease-keeper";
import { createRegistry } from "@/server/registry/registry";
import { createServiceIndex } from "@/server/routes/service-index";
import type { World } from "./action";
import { createAftermaths } from "./aftermath";
import { createPace } from "./pace";
import { createActions } from "./perform";

/** Where the process dies: at its nth call that changes etcd once it is armed, before it is sent or before it is answered. */
export interface Death {
  atCall: number;
  sent: boolean;
  die(): void;
}

export async function startOperator(
  endpoints: readonly string[],
  options: { death?: Death; patienceMs?: number } = {},
) {
  const { death, patienceMs = 60_000 } = options;
  const client = createEtcdClient({ endpoints });
  const { prefixes } = parsePrefixes(DEFAULT_PREFIXES);
  const layouts = createLayoutSet(prefixes);
  const records = testRecords();
  const trail = createTrail({ records });
  const log = createLog("silent");
  const registry = createRegistry({
    layouts,
    records,
    clock: systemClock,
    tombstoneMs: 60_000,
    authorOf: trail.authorOf,
  });
  const mortal = death ? mortalPort(client, death) : null;
  const etcd = () => mortal?.port ?? client;
  const leases = { reading: () => null };
  const keeper = createLeaseKeeper({ etcd, clock: systemClock });
  const held = createHeld({ keeper, etcd, registry, clock: systemClock });
  const aftermaths = createAftermaths({
    registry,
    leases,
    etcd,
    trail,
    records,
    clock: systemClock,
    log,
    mayWrite: () => true,
  });
  const world: World = {
    etcd,
    registry,
    services: createServiceIndex(),
    layouts,
    leases,
    trail,
    records,
    held,
    aftermaths,
    pace: createPace({ trail, clock: systemClock }),
    reach: async () => ({ state: "unknown", words: "" }),
    policy: { minInstances: 0, minPercent: 0, evictionsPerMinute: 1_000_000, reasonRequired: true },
    secretPattern: undefined,
    clock: systemClock,
  };
  const actions = createActions({ world, readOnlyReason: () => null, consoleName: "test", random: Math.random, log });
  const listWatch = createListWatch({
    connect: () => createEtcdClient({ endpoints }),
    prefixes: prefixes.map(({ prefix }) => prefix),
    extraPrefixes: [OWN_PREFIX],
    onMessage(message) {
      trail.accept(message);
      registry.accept(message);
    },
  });
  const unfinished = createUnfinished({
    trail,
    etcd,
    records,
    clock: systemClock,
    log,
    isAtWork: actions.isAtWork,
    patienceMs,
  });
  await new Promise<void>((resolve) => {
    const off = registry.onStatus(({ state }) => {
      if (state !== "live") return;
      off();
      resolve();
    });
  });
  return {
    actions,
    world,
    /** From here on it is mortal. */
    arm: () => mortal?.arm(),
    stop() {
      listWatch.stop();
      unfinished.stop();
      actions.stop();
      aftermaths.stop();
      held.stop();
      registry.stop();
      client.close();
    },
  };
}

const CHANGES = new Set<keyof EtcdPort>(["transact", "revokeLease", "grantLease", "put", "delete"]);

function mortalPort(port: EtcdPort, { atCall, sent, die }: Death) {
  let calls = 0;
  let isArmed = false;
  const mortal = new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function" || !CHANGES.has(name as keyof EtcdPort)) return method;
      return async (...args: unknown[]) => {
        const isLast = isArmed && ++calls === atCall;
        if (isLast && !sent) die();
        const answer: unknown = await method.apply(target, args);
        if (isLast) die();
        return answer;
      };
    },
  });
  return {
    port: mortal,
    arm() {
      isArmed = true;
    },
  };
}
