import { REFILL_MS } from "./beat";
import type { LeaseMoment } from "./moment";

/** How far what is shown may be from what is known before it is drawn anew. */
const OFF_MS = 150;
const EASE = "cubic-bezier(0.2, 0.75, 0.25, 1)";

/** From where a lease burns down, as it was drawn last. */
export interface Drawn {
  at: number;
  fraction: number;
  grantMs: number;
}

/** Whether what was drawn still says the truth: it goes down by itself. */
export function isStillTrue(drawn: Drawn, { fraction, grantedSeconds }: LeaseMoment, now: number): boolean {
  const grantMs = grantedSeconds * 1_000;
  return grantMs === drawn.grantMs && Math.abs(shownOf(drawn, now) - fraction) * grantMs <= OFF_MS;
}

/** The fraction that is seen at a moment. */
export function shownOf({ at, fraction, grantMs }: Drawn, now: number): number {
  return Math.max(0, fraction - (now - at) / grantMs);
}

const placed = (fraction: number) => `translateX(${((1 - fraction) * 100).toFixed(2)}%)`;

/** From here to the end. After a heartbeat it first fills up from where it was. */
export function burnFrames(
  { fraction, leftMs, grantedSeconds }: LeaseMoment,
  from: number | null,
): { frames: Keyframe[]; durationMs: number } {
  const end = { transform: placed(0) };
  if (from === null || leftMs <= REFILL_MS)
    return { frames: [{ transform: placed(fraction) }, end], durationMs: leftMs };
  const filled = fraction - REFILL_MS / (grantedSeconds * 1_000);
  return {
    frames: [{ transform: placed(from), easing: EASE }, { transform: placed(filled), offset: REFILL_MS / leftMs }, end],
    durationMs: leftMs,
  };
}

/**
 * Moves the burning edge of one bar. The compositor does it, from one observation to the end of the lease: between two of
 * them nothing is written, styled, laid out or painted. It is told anew only where what is known has changed.
 */
export function createBurn(mayMove: () => boolean) {
  let drawn: Drawn | null = null;
  let running: Animation | null = null;
  const stop = () => {
    running?.cancel();
    running = null;
    drawn = null;
  };
  return (fill: HTMLElement, moment: LeaseMoment, beat: boolean, now: number): void => {
    const burns = !moment.frozen && moment.leftMs > 0;
    if (burns && drawn && isStillTrue(drawn, moment, now)) return;
    if (!burns || !mayMove()) {
      stop();
      fill.style.transform = placed(moment.fraction);
      return;
    }
    const { frames, durationMs } = burnFrames(moment, beat && drawn ? shownOf(drawn, now) : null);
    running?.cancel();
    fill.style.transform = "";
    running = fill.animate(frames, { duration: durationMs, fill: "forwards" });
    drawn = { at: now, fraction: moment.fraction, grantMs: moment.grantedSeconds * 1_000 };
  };
}
