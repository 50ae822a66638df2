import { hostname } from "node:os";
import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { EtcdClientOptions } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import type { LayoutSet } from "@/lib/layouts/types";
import type { Records } from "@/lib/records/records";
import { createPruning } from "@/server/audit/pruning";
import type { Trail } from "@/server/audit/trail";
import { createUnfinished } from "@/server/audit/unfinished";
import type { Config } from "@/server/config/config";
import type { Reach } from "@/server/reach/reach.types";
import { createHeld } from "@/server/registrations/held";
import { knocking } from "@/server/registrations/knock";
import { createLeaseKeeperThread } from "@/server/registrations/lease-keeper-thread";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";
import type { ServiceIndex } from "@/server/routes/service-index";
import type { World } from "./action";
import { createAftermaths } from "./aftermath";
import { deregister } from "./deregister";
import { createPace } from "./pace";
import { type Actions, createActions } from "./perform";

export interface Operations {
  readonly actions: Actions;
  readonly world: World;
  /** Deregisters what the console holds: with etcd still in reach. */
  end(): Promise<void>;
  stop(): void;
}

export interface OperationsOptions {
  config: Pick<Config, "guards" | "auditDays" | "secretPattern" | "port">;
  registry: Registry;
  services: ServiceIndex;
  layouts: LayoutSet;
  leases: LeaseObserver;
  trail: Trail;
  records: Records;
  etcd: () => EtcdPort;
  /** How etcd is reached; null while that is not known. */
  etcdOptions: () => EtcdClientOptions | null;
  reach: Reach;
  clock: Clock;
  log: Logger;
  readOnlyReason: () => string | null;
}

const END_WITHIN_MS = 3_000;

/** Everything that changes the registry, assembled. */
export function createOperations(options: OperationsOptions): Operations {
  const { config, registry, leases, trail, records, etcd, clock, log, readOnlyReason } = options;
  const keeper = createLeaseKeeperThread({ etcd: options.etcdOptions, clock, log });
  const held = createHeld({ keeper, etcd, registry, clock });
  const aftermaths = createAftermaths({
    registry,
    leases,
    etcd,
    trail,
    records,
    clock,
    log,
    mayWrite: () => readOnlyReason() === null,
  });
  const world: World = {
    etcd,
    registry,
    services: options.services,
    layouts: options.layouts,
    leases,
    trail,
    records,
    held,
    aftermaths,
    pace: createPace({ trail, clock }),
    reach: knocking(options.reach),
    policy: config.guards,
    secretPattern: config.secretPattern,
    clock,
  };
  const consoleName = `${hostname()}:${config.port}`;
  const actions = createActions({ world, readOnlyReason, consoleName, random: Math.random, log });
  const unfinished = createUnfinished({ trail, etcd, records, clock, log, isAtWork: actions.isAtWork });
  const pruning = createPruning({ etcd, clock, keepDays: config.auditDays, readOnlyReason, log });

  async function deregisterAll(): Promise<void> {
    const actor = { name: "console", role: "operator" } as const;
    const living = held.list().filter(({ state }) => state !== "ended");
    await Promise.allSettled(
      living.map(({ key, modRevision }) =>
        actions.perform(deregister, { key, modRevision, reason: "The console that held it ended." }, actor),
      ),
    );
  }

  return {
    actions,
    world,
    async end() {
      let cancel = (): void => {};
      const late = new Promise<void>((resolve) => {
        cancel = clock.setTimeout(resolve, END_WITHIN_MS);
      });
      await Promise.race([deregisterAll(), late]);
      cancel();
    },
    stop() {
      pruning.stop();
      unfinished.stop();
      actions.stop();
      aftermaths.stop();
      held.stop();
    },
  };
}
