import type { LeaseReading } from "@/lib/leases/reading";

/** Whether a heartbeat came between two readings. A change of leader refills a lease without one. */
export function isBeatBetween(before: LeaseReading | null, now: LeaseReading): boolean {
  if (!before || before.leaseId !== now.leaseId) return false;
  if (now.resets !== before.resets) return false;
  return now.beatCount > before.beatCount;
}

export const REFILL_MS = 420;
export const HALO_MS = 900;
/** A correction bigger than this of what is shown glides instead of jumping. */
const JUMP_MS = 300;

/** What is shown while it glides from one value to another. */
export interface Glide {
  from: number;
  startedAt: number;
}

/** Starts a glide where the next value is too far from the shown one. Fractions of the grant. */
export function glideTo(shown: number | null, next: number, grantMs: number, now: number): Glide | null {
  if (shown === null || Math.abs(next - shown) * grantMs <= JUMP_MS) return null;
  return { from: shown, startedAt: now };
}

export function glided(glide: Glide | null, target: number, now: number): number {
  if (!glide) return target;
  const share = Math.min(1, Math.max(0, (now - glide.startedAt) / REFILL_MS));
  return glide.from + (target - glide.from) * (1 - (1 - share) ** 3);
}
