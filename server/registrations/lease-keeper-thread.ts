import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { EtcdClientOptions } from "@/lib/etcd/client";
import { EtcdError } from "@/lib/etcd/port";
import type { LeaseId } from "@/lib/registry/types";
import type { LeaseKeeper, Renewal } from "./lease-keeper";
import { type FromKeeper, type ToKeeper, threadsNow } from "./lease-keeper-messages";

export interface LeaseKeeperThreadOptions {
  /** How etcd is reached; null while that is not known. */
  etcd: () => EtcdClientOptions | null;
  clock: Clock;
  log: Logger;
}

const AGAIN_MS = 1_000;

/**
 * Keeps leases alive from a thread of its own, which begins with the first lease and ends with `stop`. A thread that
 * fails is begun again, and keeps what the one before it kept.
 */
export function createLeaseKeeperThread({ etcd, clock, log }: LeaseKeeperThreadOptions): LeaseKeeper {
  const kept = new Map<LeaseId, number>();
  const listeners = new Set<(renewal: Renewal) => void>();
  let worker: Worker | null = null;
  let cancel = (): void => {};
  let stopped = false;

  function tell(message: ToKeeper): void {
    worker?.postMessage(message);
  }

  function begin(): void {
    const options = etcd();
    if (!options) throw new EtcdError("unavailable", "etcd is being started; ask again in a moment.");
    const begun = startWorker(options);
    worker = begun;
    begun.on("message", hear);
    begun.on("error", (err) => log.error({ err }, "The thread that keeps leases alive failed"));
    begun.once("exit", () => {
      if (stopped || worker !== begun) return;
      worker = null;
      cancel = clock.setTimeout(again, AGAIN_MS);
    });
    for (const [leaseId, ttlSeconds] of kept) tell({ do: "keep", leaseId, ttlSeconds });
  }

  function again(): void {
    if (!worker && kept.size > 0) begin();
  }

  function hear({ sentAt, nextAt, ...renewal }: FromKeeper): void {
    // It rests by now: the message was on its way.
    if (!kept.has(renewal.leaseId)) return;
    if (renewal.remainingSeconds !== null && renewal.remainingSeconds <= 0) kept.delete(renewal.leaseId);
    const ahead = clock.now() - threadsNow();
    const here = { ...renewal, sentAt: sentAt + ahead, nextAt: nextAt === null ? null : nextAt + ahead };
    for (const listener of listeners) listener(here);
  }

  return {
    keep(leaseId, ttlSeconds) {
      kept.set(leaseId, ttlSeconds);
      if (worker) tell({ do: "keep", leaseId, ttlSeconds });
      else begin();
    },
    rest(leaseId) {
      if (kept.delete(leaseId)) tell({ do: "rest", leaseId });
    },
    onRenewal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopped = true;
      cancel();
      kept.clear();
      listeners.clear();
      void worker?.terminate();
    },
  };
}

/** Beside the server's bundle in production; bundled on demand in development and in tests. */
function startWorker(options: EtcdClientOptions): Worker {
  const { random: _random, ...etcd } = options;
  const workerData = { ...etcd, ca: asText(etcd.ca), cert: asText(etcd.cert), key: asText(etcd.key) };
  if (!import.meta.url.endsWith(".ts"))
    return new Worker(fileURLToPath(new URL("lease-keeper.js", import.meta.url)), { workerData, execArgv: [] });
  // Through tsx the thread would wait for the main thread now and then, which is what it must never do.
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const program = fileURLToPath(new URL("lease-keeper-worker.ts", import.meta.url));
  const { outputFiles } = buildSync({
    entryPoints: [program],
    bundle: true,
    write: false,
    packages: "external",
    platform: "node",
    format: "cjs",
    target: "node20",
  });
  return new Worker(outputFiles[0]?.text ?? "", { eval: true, workerData, execArgv: [] });
}

/** PEM files are read as bytes, which would arrive in the other thread as another kind of array. */
function asText(pem: string | Uint8Array | undefined): string | undefined {
  return pem === undefined ? undefined : Buffer.from(pem).toString();
}
