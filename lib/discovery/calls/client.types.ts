import type { PolicyId, Zone } from "@/lib/balancer/types";
import type { Instance } from "@/lib/registry/types";
import type { DiscoverOptions, Discovery } from "../discovery.types";
import type { Etcd, EtcdAddress } from "../etcd";
import type { Decision } from "./decisions";
import type { OutlierOptions } from "./outliers";
import type { RetryBudgetOptions } from "./retry-budget";
import type { ConnectionOptions } from "./upstream";

export interface ClientOptions
  extends Pick<DiscoverOptions, "layout" | "prefix" | "prefixes" | "signal">,
    ConnectionOptions {
  /** Where etcd is; or `discovery`, which others may use at the same time. */
  etcd?: EtcdAddress | Etcd;
  discovery?: Discovery;
  service: string;
  /** `random` by default; `round-robin`, `weighted-round-robin`, `least-requests`, `rendezvous`. */
  policy?: PolicyId;
  /** The caller's own datacenter comes first. */
  zone?: Zone;
  /** How long who has just arrived is spared: 0. */
  slowStartMs?: number;
  /** The whole call, to the end of its answer: 10,000. */
  timeoutMs?: number;
  /** One attempt, to its answer's headers: 2,000. */
  attemptTimeoutMs?: number;
  /** Attempts in all, 3. */
  attempts?: number;
  retryBudget?: Omit<RetryBudgetOptions, "now">;
  outliers?: OutlierOptions;
}

export interface CallOptions {
  /** GET. */
  method?: string;
  headers?: HeadersInit;
  /**
   * As `fetch` takes it; its `Content-Type` is fetch's, too, unless `headers` name one. Text, bytes, forms and blobs can
   * be sent again to another instance, a stream cannot. A stream's parts are bytes or text.
   */
  body?:
    | string
    | ArrayBuffer
    | SharedArrayBuffer
    | ArrayBufferView
    | Blob
    | FormData
    | URLSearchParams
    | AsyncIterable<Uint8Array | string>
    | null;
  /** As with `fetch`, which wants it beside a stream: the answer may come before the body has been sent. */
  duplex?: "half";
  signal?: AbortSignal;
  timeoutMs?: number;
  /** For policies that hash: the same key goes to the same instance as long as that is there. */
  key?: string;
}

/** A standard `Response`, and who gave it. Redirects are not followed, and bodies are as the instance sent them. */
export interface ServiceResponse extends Response {
  readonly instance: Instance;
  /** How many attempts it took. */
  readonly attempts: number;
}

export interface Client {
  readonly service: string;
  /**
   * Calls one instance of the service, chosen by the policy: `path` starts with a slash. Rejects with a `CallFailure`
   * whose code says why nobody answered, or with the signal's reason. The first call waits for the first list.
   */
  fetch(path: string, options?: CallOptions): Promise<ServiceResponse>;
  /** Resolves when it is known for the first time who is there. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Called for each decision as it is made: picked, answered, failed, retrying, ejected, … Returns the way to stop. */
  onDecision(listener: (decision: Decision) => void): () => void;
  /** Calls under way may end. Stops the discovery, unless it was given. */
  close(): void;
}
