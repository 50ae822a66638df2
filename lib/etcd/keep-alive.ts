import type { LeaseId } from "@/lib/registry/types";
import { type RawHeader, toHeader } from "./codec";
import type { Connection } from "./connection";
import { toEtcdError } from "./errors";
import { type CallOptions, EtcdError, type Header } from "./port";

interface RawKeepAliveAnswer {
  header: RawHeader;
  ID: string;
  TTL: string;
}

export interface KeepAliveAnswer {
  header: Header;
  /** 0 for a lease that is gone. */
  remainingSeconds: Map<LeaseId, number>;
}

/**
 * etcd offers keepalives on a stream only: one is opened, asked once for each lease, and closed when it has answered
 * for all. A stream that stayed open would keep a finished program alive. `running` lets the client stop it.
 */
export async function keepAlive(
  connection: Connection,
  leaseIds: readonly LeaseId[],
  { timeoutMs, signal }: CallOptions & { timeoutMs: number },
  running: Set<() => void>,
): Promise<KeepAliveAnswer> {
  const wanted = new Set(leaseIds);
  const remainingSeconds = new Map<LeaseId, number>();
  if (signal?.aborted) throw cancelled();
  const stream = await connection.stream("Lease", "leaseKeepAlive", timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (error: EtcdError) => {
      settle();
      reject(error);
    };
    const abort = () => fail(cancelled());
    const timer = setTimeout(
      () => fail(new EtcdError("timeout", `${connection.endpoint} did not answer the keepalive in time.`)),
      timeoutMs,
    );
    function settle(): void {
      clearTimeout(timer);
      running.delete(abort);
      signal?.removeEventListener("abort", abort);
      stream.cancel();
    }
    running.add(abort);
    signal?.addEventListener("abort", abort);
    stream.on("error", (error) => fail(toEtcdError(error, connection.endpoint)));
    stream.on("end", () => fail(new EtcdError("unavailable", `${connection.endpoint} ended the keepalive.`)));
    stream.on("data", (answer: RawKeepAliveAnswer) => {
      remainingSeconds.set(answer.ID, Number(answer.TTL));
      if (remainingSeconds.size < wanted.size) return;
      settle();
      resolve({ header: toHeader(answer.header), remainingSeconds });
    });
    for (const ID of wanted) stream.write({ ID });
    if (signal?.aborted) abort();
  });
}

function cancelled(): EtcdError {
  return new EtcdError("cancelled", "The keepalive was cancelled.");
}
