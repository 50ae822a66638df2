import type { LiveState } from "@/lib/live/state";

/**
 * Since when leases are not observed, on the server's clock; null while they are. The way to the console, its way to
 * etcd, and the asking itself may each be cut.
 */
export function frozenAt({ connection, status, clockOffsetMs }: LiveState): number | null {
  if (connection.state === "lost") return connection.since + clockOffsetMs;
  if (connection.state === "outdated" || !status) return 0;
  const since: number[] = [];
  if (status.leases?.notObserved) since.push(status.leases.notObserved.since);
  if (status.state === "stale" || status.source.state === "backing-off") since.push(status.heardAt ?? 0);
  return since.length === 0 ? null : Math.min(...since);
}

/** Why, in words, where leases themselves are what cannot be observed. */
export function notObserved({ status }: LiveState): { since: number; reason: string } | null {
  return status?.leases?.notObserved ?? null;
}
