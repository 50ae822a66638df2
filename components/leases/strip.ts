import type { LeaseReading } from "@/lib/leases/reading";
import { marginMs } from "@/lib/leases/rhythm";
import type { Beat } from "@/lib/leases/track";

/** One place of a beat strip, oldest first. Only `on-time`, `late` and `exact` stand for a heartbeat somebody saw. */
export interface StripItem {
  kind: "on-time" | "late" | "missed" | "unseen" | "exact" | "expired" | "registered";
  /** Middle of what is known; for what did not come, when it was due. */
  at: number;
  /** Half the width of what is known. */
  giveOrTake: number;
  /** Since the heartbeat before it, where that was seen. */
  gapMs: number | null;
}

export const STRIP_LENGTH = 30;
/** A hole of unknown length is drawn with a few dashes, not with hundreds. */
const MOST_DASHES = 3;

type StripReading = Pick<LeaseReading, "beats" | "rhythmMs" | "jitterMs" | "liveness" | "sentAt" | "renewedAt">;

/** The last heartbeats as they are known: between two of them as many places as the rhythm says were due. */
export function stripOf(reading: StripReading): readonly StripItem[] {
  const beats = reading.beats ?? [];
  const rhythm =
    reading.rhythmMs === null
      ? null
      : { everyMs: reading.rhythmMs, jitterMs: reading.jitterMs ?? reading.rhythmMs / 20 };
  const items: StripItem[] = [];
  let last: number | null = null;
  let missedAt: number | null = null;
  for (const beat of beats) {
    if (beat.how === "missed") {
      missedAt ??= beat.at[0];
      continue;
    }
    const at = middle(beat);
    // An owner that puts its value and renews its lease is seen twice in one heartbeat.
    if (last !== null && at - last < (rhythm ? rhythm.everyMs / 3 : 300)) continue;
    const gapMs = last === null ? null : at - last;
    const due = rhythm && gapMs !== null ? Math.max(1, Math.round(gapMs / rhythm.everyMs)) : 1;
    for (let n = 1; n < Math.min(due, MOST_DASHES + 1) && last !== null && rhythm; n++)
      items.push({
        kind: missedAt === null ? "unseen" : "missed",
        at: last + n * rhythm.everyMs,
        giveOrTake: 0,
        gapMs: null,
      });
    const lateBy = rhythm && gapMs !== null ? gapMs - due * rhythm.everyMs : 0;
    // After a hole nobody knows whether it was on time.
    const wasLate =
      due === 1 && (missedAt !== null || (rhythm !== null && lateBy > marginMs(rhythm) + width(beat) / 2));
    const kind = beat.how === "exact" ? "exact" : wasLate ? "late" : "on-time";
    items.push({ kind, at, giveOrTake: width(beat) / 2, gapMs });
    last = at;
    missedAt = null;
  }
  return [...items, ...missing(reading, last, missedAt)].slice(-STRIP_LENGTH);
}

/** What is missing now: as many as an observation proved. */
function missing(
  { rhythmMs, liveness, sentAt }: StripReading,
  last: number | null,
  missedAt: number | null,
): StripItem[] {
  if (liveness === "alive") return [];
  const gone = (at: number): StripItem => ({ kind: "missed", at, giveOrTake: 0, gapMs: null });
  if (last === null || rhythmMs === null) return missedAt === null ? [] : [gone(missedAt)];
  const count = Math.min(MOST_DASHES * 2, Math.max(1, Math.floor((sentAt - last) / rhythmMs)));
  return Array.from({ length: count }, (_, n) => gone(last + (n + 1) * rhythmMs));
}

/** Of an instance that is gone: what was seen of it, and how it ended. */
export function endedStrip(items: readonly StripItem[], removedAt: number, expired: boolean): readonly StripItem[] {
  const before = items.filter(({ at }) => at <= removedAt);
  if (!expired) return before;
  return [...before, { kind: "expired", at: removedAt, giveOrTake: 0, gapMs: null } as const].slice(-STRIP_LENGTH);
}

/** The strips of several leases as one, in the order of time. */
export function mergedStrip(strips: readonly (readonly StripItem[])[]): readonly StripItem[] {
  return strips
    .flat()
    .sort((a, b) => a.at - b.at)
    .slice(-STRIP_LENGTH);
}

export function countsOf(items: readonly StripItem[]) {
  const counts = { arrived: 0, late: 0, missed: 0, unseen: 0, expired: 0 };
  for (const { kind } of items) {
    if (kind === "on-time" || kind === "exact" || kind === "late") counts.arrived++;
    if (kind === "late") counts.late++;
    if (kind === "missed") counts.missed++;
    if (kind === "unseen") counts.unseen++;
    if (kind === "expired") counts.expired++;
  }
  return counts;
}

/** `Last 30 heartbeats: 29 arrived, 1 missed`. */
export function stripSentence(items: readonly StripItem[]): string {
  const { arrived, late, missed, unseen, expired } = countsOf(items);
  if (items.length === 0) return "No heartbeat seen yet";
  const parts = [`${arrived} arrived`];
  if (late > 0) parts.push(`${late} of them late`);
  parts.push(`${missed} missed`);
  if (unseen > 0) parts.push(`${unseen} not sampled`);
  const end = expired > 0 ? ", then the lease expired" : "";
  return `Last ${arrived + missed + unseen} heartbeats: ${parts.join(", ")}${end}`;
}

function middle({ at }: Beat): number {
  return (at[0] + at[1]) / 2;
}

function width({ at }: Beat): number {
  return at[1] - at[0];
}
