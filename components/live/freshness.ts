import type { LiveStatus } from "@/lib/live/protocol";
import type { LiveState, SocketTrouble } from "@/lib/live/state";

/** How far what is on screen can be trusted, and why. Each state holds only what it can know. */
export type Freshness =
  /** Nothing to show yet: the first list is being read. */
  | { state: "reading"; listed: number; total: number | null }
  | { state: "live" }
  /** The console answers, but its way to etcd is cut; or it reads everything anew over old data. */
  | {
      state: "stale";
      cause: StaleCause;
      message: string;
      detail: string;
      retryAt: number | null;
      heardAt: number | null;
    }
  /** The browser does not reach the console. `retryAt` on the browser's clock. */
  | { state: "lost"; since: number; reason: string; retryAt: number | null }
  /** The socket does not open; the console is asked every few seconds, and what it says is shown. */
  | { state: "polled"; trouble: SocketTrouble | null }
  /** The console was updated under the page. */
  | { state: "outdated" };

/** etcd's error code, or `relisting`. */
export type StaleCause = string;

/** `first` is what the server said before the first paint; it counts until the stream says something. */
export function freshnessOf(
  state: Pick<LiveState, "connection" | "status" | "view">,
  first: LiveStatus | null,
): Freshness {
  const { connection } = state;
  if (connection.state === "outdated") return { state: "outdated" };
  if (connection.state === "lost")
    return { state: "lost", since: connection.since, reason: connection.reason, retryAt: connection.retryAt };
  const status = state.status ?? first;
  if (status?.source.state === "backing-off") {
    const { code, message, detail, retryAt } = status.source;
    return { state: "stale", cause: code, message, detail, retryAt, heardAt: status.heardAt };
  }
  if (state.view === null || status === null || status.state === "listing") {
    const listing = status?.source.state === "listing" ? status.source : null;
    return { state: "reading", listed: listing?.listed ?? 0, total: listing?.total ?? null };
  }
  if (status.state === "live") {
    if (connection.state !== "polling") return { state: "live" };
    return { state: "polled", trouble: connection.trouble };
  }
  const message = "etcd is being read anew.";
  return { state: "stale", cause: "relisting", message, detail: "", retryAt: null, heardAt: status.heardAt };
}

/** Whether data on screen has to look like the past. */
export function isFrozen(freshness: Freshness): boolean {
  return freshness.state === "stale" || freshness.state === "lost" || freshness.state === "outdated";
}
