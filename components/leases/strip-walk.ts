import { age } from "@/components/ui/format";
import { dayClock } from "@/components/ui/time-words";
import type { StripItem } from "./strip";

/** Where a key leads in a strip; null where it does not walk. It is entered at its newest beat. */
export function stepInStrip(key: string, from: number | null, count: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowLeft") return from === null ? last : Math.max(0, from - 1);
  if (key === "ArrowRight") return from === null ? last : Math.min(last, from + 1);
  return null;
}

const WORDS: Record<StripItem["kind"], string> = {
  "on-time": "Heartbeat",
  exact: "Heartbeat by a put of the same value",
  late: "Late heartbeat",
  missed: "Missed, due",
  unseen: "Not sampled, was due",
  expired: "Lease ended",
  registered: "Registered",
};

/** `Late heartbeat 14:07:27, 12 s ago, give or take 0.2 s, 4.1 s after the one before`. */
export function beatWords({ kind, at, giveOrTake, gapMs }: StripItem, now: number): string {
  const parts = [`${WORDS[kind]} ${dayClock(at, now)}`, `${age(now - at)} ago`];
  if (giveOrTake >= 50) parts.push(`give or take ${(giveOrTake / 1_000).toFixed(1)} s`);
  if (gapMs !== null) parts.push(`${(gapMs / 1_000).toFixed(1)} s after the one before`);
  return parts.join(", ");
}
