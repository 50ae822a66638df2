import { mergeDeltas } from "@/lib/registry/delta";
import type { RegistryEvent } from "@/lib/registry/types";
import type { Delta, Position } from "@/lib/registry/view";

export interface RingBounds {
  count: number;
  bytes: number;
}

/** What happened since a position: one delta (null where only time passed) and its events, oldest first. */
export interface Continuation {
  delta: Delta | null;
  events: RegistryEvent[];
}

interface Step {
  delta: Delta;
  events: RegistryEvent[];
  bytes: number;
}

/** The recent steps of one epoch, from which a client continues. Bounded by count and by bytes, whatever is reached first. */
export function createRing(bounds: RingBounds) {
  let steps: Step[] = [];
  let bytes = 0;
  /** Where the stream ends; the ring continues from any position up to here. */
  let end: Position | null = null;

  /** Down to nine tenths, because dropping one at a time would copy the ring for every step. */
  function trim(): void {
    let drop = 0;
    while (steps.length - drop > bounds.count * 0.9 || bytes > bounds.bytes * 0.9) {
      const step = steps[drop];
      if (!step) break;
      bytes -= step.bytes;
      drop++;
    }
    if (drop > 0) steps = steps.slice(drop);
  }

  /** Index of the first step from `seq` on; -1 where no step starts there. */
  function indexOf(seq: number): number {
    let low = 0;
    let high = steps.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const from = steps[middle]?.delta.from ?? 0;
      if (from === seq) return middle;
      if (from < seq) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  function continues(position: Position): boolean {
    if (!end || position.epoch !== end.epoch) return false;
    return position.seq === end.seq || indexOf(position.seq) >= 0;
  }

  return {
    /** Forgets everything: another epoch begins at `position`. */
    restart(position: Position): void {
      steps = [];
      bytes = 0;
      end = position;
    },
    append(delta: Delta, events: RegistryEvent[], stepBytes: number): void {
      steps.push({ delta, events, bytes: stepBytes });
      bytes += stepBytes;
      end = { epoch: delta.epoch, seq: delta.to };
      if (steps.length > bounds.count || bytes > bounds.bytes) trim();
    },
    end: (): Position | null => end,
    continues,
    /** Bytes of the steps since the position, before they are merged; 0 where the ring does not reach back to it. */
    bytesSince(position: Position): number {
      const from = position.epoch === end?.epoch ? indexOf(position.seq) : -1;
      return from < 0 ? 0 : steps.slice(from).reduce((sum, step) => sum + step.bytes, 0);
    },
    /** Null where the ring does not reach back to the position. */
    since(position: Position): Continuation | null {
      if (!continues(position)) return null;
      if (position.seq === end?.seq) return { delta: null, events: [] };
      const rest = steps.slice(indexOf(position.seq));
      return {
        delta: mergeDeltas(rest.map((step) => step.delta)),
        events: rest.flatMap((step) => step.events),
      };
    },
    size: () => ({ count: steps.length, bytes }),
  };
}

export type Ring = ReturnType<typeof createRing>;
