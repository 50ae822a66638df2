import { EtcdError, type EtcdPort, type Operation } from "@/lib/etcd/port";
import { compareRevisions } from "@/lib/registry/revision";

/** What etcd takes in one transaction unless it is told otherwise. */
const MOST_OPERATIONS = 128;

const bytes = (text: string) => new TextEncoder().encode(text);

/** Puts all of them, a transaction per 128 keys; resolves to the last revision. */
export async function putAll(client: EtcdPort, entries: readonly (readonly [string, string])[]): Promise<string> {
  let last = "0";
  for (let from = 0; from < entries.length; from += MOST_OPERATIONS) {
    const part = entries.slice(from, from + MOST_OPERATIONS);
    const operations = part.map(([key, value]): Operation => ({ kind: "put", key, value: bytes(value) }));
    const { header } = await client.transact({ when: [], then: operations, otherwise: [] });
    last = header.revision;
  }
  return last;
}

export interface SteadyWriter {
  /** Every revision that etcd acknowledged so far. */
  acknowledged(): readonly string[];
  stop(): Promise<void>;
}

/** Changes one key after the other, `perSecond`, whatever becomes of etcd meanwhile: a put that fails is not repeated. */
export function writeSteadily(
  client: EtcdPort,
  { keys, value, perSecond }: { keys: readonly string[]; value: (round: number) => string; perSecond: number },
): SteadyWriter {
  const acknowledged: string[] = [];
  const pending = new Set<Promise<void>>();
  const startedAt = performance.now();
  let written = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
    for (; written < due; written++) {
      const key = keys[written % keys.length] ?? "";
      const put: Promise<void> = client
        .put(key, bytes(value(written)), undefined, { timeoutMs: 1_000 })
        .then(({ revision }) => void acknowledged.push(revision))
        .catch((error: unknown) => {
          if (!(error instanceof EtcdError)) throw error;
        })
        .finally(() => void pending.delete(put));
      pending.add(put);
    }
  }, 20);
  return {
    acknowledged: () => [...acknowledged].sort(compareRevisions),
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
    },
  };
}
