import type { EtcdError } from "@/lib/etcd/port";
import type { Layout, WatchedPrefix } from "@/lib/layouts/types";
import type { RecordSigner } from "@/lib/records/records";
import type { Instance, InstanceId, Key, Revision } from "@/lib/registry/types";
import type { Etcd, EtcdAddress } from "./etcd";

export interface DiscoverOptions {
  /** Where etcd is, or what `connectEtcd` made. */
  etcd: EtcdAddress | Etcd;
  /** Only instances of these; all where it is left out. */
  service?: string | readonly string[];
  /** A built-in layout by its id, or one of your own: everything under its own prefix, or under `prefix`. */
  layout?: string | Layout;
  prefix?: string;
  /**
   * Instead of `layout`: several prefixes with their layouts, as ROLLCALL_PREFIXES has them
   * (`/services/=path,registrator;heartbeat|=heartbeat`). Without either: what the console watches by default.
   */
  prefixes?: string | readonly WatchedPrefix[];
  /**
   * With what marks of drained instances are verified: base64, made of the consoles' ROLLCALL_SECRET (docs/discovery.md).
   * By default ROLLCALL_DRAINS_KEY of the environment. Without it no mark is honoured, and a warning says so once there is one.
   */
  drainsKey?: string;
  /** Instead of `drainsKey`, for whoever holds the secret itself. */
  signer?: RecordSigner;
  /** Stops when aborted. */
  signal?: AbortSignal;
}

/** What is known, all of it as of one revision. */
export interface Discovered {
  readonly instances: readonly Instance[];
  /** Those of them that an operator took out of rotation: registered, and to be sent nothing new. */
  readonly draining: ReadonlySet<InstanceId>;
  /** etcd's; "0" before the first list. */
  readonly revision: Revision;
  /** etcd cannot be followed at the moment: what stands here is the last that was known. */
  readonly stale: boolean;
}

/** What one transaction of etcd, or a new list after a gap, changed among the instances that were asked for. */
export interface DiscoveryChange {
  readonly arrived: readonly Instance[];
  /** Registered anew with other contents; taken out of rotation, or put back. */
  readonly changed: readonly Instance[];
  readonly left: readonly Instance[];
  readonly revision: Revision;
}

export interface Discovery extends AsyncIterable<Discovered> {
  /** The present list. The same object until something changes. */
  readonly current: Discovered;
  readonly stale: boolean;
  /** Why it is stale, where etcd has said so. */
  readonly trouble: EtcdError | null;
  /** Keys whose marks of being drained could not be verified, and are not honoured therefore. */
  readonly unverifiedDrains: ReadonlySet<Key>;
  /** Resolves when the list is known for the first time; keeps the program alive meanwhile. */
  ready(signal?: AbortSignal): Promise<Discovered>;
  /** Called after each change of the list, the first list included. Returns the way to stop listening. */
  onChange(listener: (change: DiscoveryChange) => void): () => void;
  /** Called when the list becomes stale or live. */
  onStale(listener: (stale: boolean) => void): () => void;
  /** What is now, then whatever is newest each time it differs. Keeps the program alive while somebody waits; ends with `stop`. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Discovered>;
  /** `current` stays as it was. */
  stop(): void;
}
