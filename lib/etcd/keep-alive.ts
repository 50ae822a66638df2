import type { LeaseId } from "@/lib/registry/types";
import { type RawHeader, toHeader } from "./codec";
import type { Connection } from "./connection";
import { toEtcdError } from "./errors";
import { type CallOptions, EtcdError, type Header } from "./port";

interface RawKeepAliveAnswer {
  header: RawHeader;
  TTL: string;
}

/** etcd offers keepalives on a stream only: one is opened, asked once, and closed. `running` lets the client stop it. */
export async function keepAlive(
  connection: Connection,
  leaseId: LeaseId,
  { timeoutMs, signal }: CallOptions & { timeoutMs: number },
  running: Set<() => void>,
): Promise<{ header: Header; remainingSeconds: number }> {
  const stream = await connection.stream("Lease", "leaseKeepAlive", timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (error: EtcdError) => {
      settle();
      reject(error);
    };
    const abort = () => fail(new EtcdError("cancelled", "The keepalive was cancelled."));
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
      settle();
      resolve({ header: toHeader(answer.header), remainingSeconds: Number(answer.TTL) });
    });
    stream.write({ ID: leaseId });
    if (signal?.aborted) abort();
  });
}
