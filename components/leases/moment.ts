import type { LeaseReading } from "@/lib/leases/reading";

/** What a ring or a bar draws of a lease at one moment. Fractions of the grant: 1 just renewed, 0 over. */
export interface LeaseMoment {
  /** `unsure`: it was not asked about since its deadline, so nothing may be counted down. */
  state: "alive" | "late" | "overdue" | "unsure";
  fraction: number;
  /** Between them the fraction lies, as far as the deadline is known. */
  lowest: number;
  highest: number;
  /** Milliseconds left, in the middle of what is known. */
  leftMs: number;
  grantedSeconds: number;
  /** It stands still: this is how it was. */
  frozen: boolean;
}

/** A poll that is under way may still bring the heartbeat; only then is it odd that nobody asked. */
const PATIENCE_MS = 1_500;

/**
 * The server's clock decides. `frozenAt` is since when nothing was observed any more: nothing counts down from there,
 * but never to before the observation itself.
 */
export function momentOf(reading: LeaseReading, now: number, frozenAt: number | null = null): LeaseMoment {
  const { grantedSeconds } = reading;
  const deadline = deadlineOf(reading);
  const at = frozenAt === null ? now : Math.min(now, Math.max(frozenAt, reading.observedAt));
  const grantMs = grantedSeconds * 1_000;
  const left = (end: number) => Math.min(grantMs, Math.max(0, end - at));
  const [least, most] = [left(deadline[0]), left(deadline[1])];
  const over = reading.liveness === "overdue";
  const leftMs = over ? 0 : left((deadline[0] + deadline[1]) / 2);
  const share = (ms: number) => (over || grantMs <= 0 ? 0 : ms / grantMs);
  return {
    state: reading.liveness !== "overdue" && at > deadline[1] + PATIENCE_MS ? "unsure" : reading.liveness,
    fraction: share(leftMs),
    lowest: share(least),
    highest: share(most),
    leftMs,
    grantedSeconds,
    frozen: frozenAt !== null,
  };
}

/** Where it ends, as told; but a renewal that was observed cannot have come after the observation. */
export function deadlineOf({
  deadline,
  renewedAt,
  observedAt,
  grantedSeconds,
}: LeaseReading): readonly [number, number] {
  if (renewedAt === null) return deadline;
  return [deadline[0], Math.max(deadline[0], Math.min(deadline[1], observedAt + grantedSeconds * 1_000))];
}

/** One decimal where it can be followed, never a negative zero. */
export function secondsText(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1_000).toFixed(milliseconds >= 100_000 ? 0 : 1);
}

/** `7.4`, `was 7.4`, or a dash where nothing may be counted down. */
export function leftText({ state, leftMs, frozen }: LeaseMoment): string {
  if (state === "unsure") return "–";
  return frozen ? `was ${secondsText(leftMs)}` : secondsText(leftMs);
}

const STATE_WORD = {
  alive: "Alive",
  late: "Late",
  overdue: "Overdue",
  unsure: "Not asked since its deadline",
} as const;

/** What a ring or a bar says to who does not see it. It does not tick: it is read, not announced. */
export function momentSentence(moment: LeaseMoment): string {
  const { state, grantedSeconds, leftMs, lowest, highest, frozen } = moment;
  if (state === "unsure") return `${STATE_WORD.unsure}; granted ${grantedSeconds} s`;
  if (state === "overdue") return `Overdue: the lease of ${grantedSeconds} s has run out`;
  const spread = ((highest - lowest) / 2) * grantedSeconds;
  const sure = spread >= 0.1 ? `, give or take ${spread.toFixed(1)} s` : "";
  return `${frozen ? "When last observed, " : ""}${STATE_WORD[state]}: ${secondsText(leftMs)} of ${grantedSeconds} s left${sure}`;
}
