import type { Clock } from "@/lib/clock";

/** A wait ends no sooner than after so many passes of the event loop. */
export const PARTS = 10;

export interface Patience {
  /** How many of its parts are left, of `PARTS`. */
  left(): number;
  /** Ends it without a word. */
  cancel(): void;
}

/**
 * Waits for `ms`, in parts. While this process stands still it hears nothing, and a timer that falls due meanwhile would
 * blame that on etcd, whose answer lies in the socket already. However long the process stands still, no more than one
 * part is over by that, and between two parts everything that has arrived is read.
 */
export function patience(clock: Clock, ms: number, onOver: () => void): Patience {
  let left = PARTS;
  let cancel = clock.setTimeout(onPart, ms / PARTS);

  function onPart(): void {
    left--;
    if (left === 0) onOver();
    else cancel = clock.setTimeout(onPart, ms / PARTS);
  }

  return { left: () => left, cancel: () => cancel() };
}
