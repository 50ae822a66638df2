import type { Clock } from "@/lib/clock";
import type { ProblemField } from "@/lib/errors";
import { createEtcdClient, type EtcdClientOptions } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { readAddress } from "./address";
import { backgroundClock } from "./background";
import { type Beats, createBeats } from "./beats";
import { createLimit } from "./limit";
import { refuse } from "./refuse";
import { createSharedPort } from "./shared-port";

/** etcd, as registrations and discoveries share it. Made by `connectEtcd`. */
export interface Etcd {
  /** A fresh connection; whoever asks for one closes it. */
  connect(): EtcdPort;
  /** Runs with the shared connection, in line with everybody else's calls. Rejects with an `EtcdError`. */
  use<T>(run: (port: EtcdPort) => Promise<T>): Promise<T>;
  readonly beats: Beats;
  readonly clock: Clock;
  readonly random: () => number;
  /** After this nothing that was made with it works. Deregister first. */
  close(): void;
}

/**
 * `http://host:2379`, several of them (in a list, or separated by commas), or everything that `EtcdClientOptions`
 * takes: sign-in, certificates.
 */
export type EtcdAddress = string | readonly string[] | EtcdClientOptions;

/** Calls in flight at once, over all registrations of one `Etcd`. */
const MOST_CALLS = 64;
const CALL_TIMEOUT_MS = 3_000;

/**
 * One connection to etcd for all registrations and discoveries of a program: they share its socket, and heartbeats
 * that fall due together travel together. Connects at the first use, and an etcd that is away is no error here. `close`
 * it at the end. Throws a `Problem` `invalid-request` where the address is wrong.
 */
export function connectEtcd(address: EtcdAddress): Etcd {
  const { options, wrong } = readAddress(address);
  if (wrong.length > 0) throw refuse(wrong);
  return assembleEtcd({
    connect: () => createEtcdClient({ timeoutMs: CALL_TIMEOUT_MS, background: true, ...options }),
    clock: backgroundClock,
    random: Math.random,
  });
}

/** For tests: another etcd, another clock. */
export function assembleEtcd(parts: Pick<Etcd, "connect" | "clock" | "random">): Etcd {
  const shared = createSharedPort(parts.connect);
  const limit = createLimit(MOST_CALLS);
  return {
    ...parts,
    use: (run) => limit(() => shared.use(run)),
    beats: createBeats(shared.use, parts.clock, CALL_TIMEOUT_MS),
    close: shared.close,
  };
}

export function isEtcd(etcd: unknown): etcd is Etcd {
  return typeof etcd === "object" && etcd !== null && "beats" in etcd;
}

/** What is wrong with an `etcd` option: nothing with what `connectEtcd` made. */
export function checkEtcd(etcd: unknown): ProblemField[] {
  return isEtcd(etcd) ? [] : readAddress(etcd).wrong;
}
