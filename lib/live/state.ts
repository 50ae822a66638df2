import type { LeaseReading } from "@/lib/leases/reading";
import type { ServiceSummary } from "@/lib/registry/select";
import type { ShardMap } from "@/lib/registry/shard-map";
import type { RegistryEvent } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import type { LiveStatus } from "./protocol";

/** The way from this browser to the console. */
export type Connection =
  | { state: "loading" }
  | { state: "open"; roundTripMs: number | null }
  | { state: "lost"; since: number; reason: string; retryAt: number | null }
  /** The socket does not open, but the console answers: it is asked every few seconds. Times on the browser's clock. */
  | { state: "polling"; since: number; answeredAt: number; retryAt: number | null; trouble: SocketTrouble | null }
  /** The server speaks another protocol version: only a reload helps. */
  | { state: "outdated" };

/** Why the socket does not open, as far as the console could tell. */
export type SocketTrouble =
  /** Its pages may not be of this origin. */
  | { kind: "origin"; origin: string; host: string; setting: string | null }
  /** The handshake arrived without its upgrade, or not at all. */
  | { kind: "upgrade"; host: string }
  /** As many are open as may be. */
  | { kind: "full"; most: number }
  /** None of them. */
  | { kind: "other" };

/** What the browser holds; the only thing pages read. Immutable; unchanged parts keep their identity. */
export interface LiveState {
  readonly connection: Connection;
  /** The server's last word on its own freshness; null before the first. */
  readonly status: LiveStatus | null;
  /** Null until the first snapshot. */
  readonly view: View | null;
  /** Per service, sorted by name; an unchanged service keeps its object. */
  readonly services: readonly ServiceSummary[];
  /** By lease id, the newest reading of each: the view's coarse ones, finer ones of what the page looks at. */
  readonly leases: ShardMap<LeaseReading>;
  /** Newest last, bounded: what arrived over the socket since the page was opened. */
  readonly events: readonly RegistryEvent[];
  /** Those of them whose cause was found out after they came, newest last: they stand in `events` in their old place. */
  readonly eventsAmended: readonly RegistryEvent[];
  /** Grows whenever `events` has a hole (a resync, a laggard): who shows a tail asks the history again. */
  readonly eventsMissed: number;
  /** Add to Date.now() to get the server's clock. */
  readonly clockOffsetMs: number;
}

export interface LiveStore {
  getState(): LiveState;
  /** Returns the way to unsubscribe. */
  subscribe(listener: () => void): () => void;
}
