import type { Clock } from "@/lib/clock";

export type EjectionCause = "consecutive-failures" | "success-rate";

export interface Ejection {
  id: string;
  cause: EjectionCause;
  /** A sentence: what was seen. */
  evidence: string;
  forMs: number;
  /** The how manieth in a row: each lasts twice as long as the one before. */
  times: number;
}

export interface OutlierOptions {
  /** 5. Of any kind: no connection, no answer in time, 502, 503, 504. */
  consecutiveFailures?: number;
  /** The success rate is looked at each so often, 10 s. */
  intervalMs?: number;
  /** How far below the others' mean a rate must lie, in standard deviations: 1.9. */
  deviations?: number;
  /** Fewer calls than this in an interval say nothing: 20. */
  leastCalls?: number;
  /** The first ejection's length, 5 s, doubled each time up to `longestMs`, 5 min. */
  baseMs?: number;
  longestMs?: number;
  /** Never more than this share of a service: 0.5. One of several may always be ejected, an only one never. */
  mostEjected?: number;
}

export interface OutlierParts extends OutlierOptions {
  clock: Clock;
  onEjected(ejection: Ejection): void;
  onReturned(id: string): void;
  /** It would have been ejected, if not too many were already. */
  onSpared?(id: string, evidence: string): void;
}

export interface Outliers {
  /** Who is there now; what was known of others is forgotten. */
  present(ids: ReadonlySet<string>): void;
  succeeded(id: string): void;
  failed(id: string): void;
  /** Who is out of rotation now. Another object whenever it differs. */
  readonly ejected: ReadonlySet<string>;
  stop(): void;
}

interface Standing {
  consecutive: number;
  calls: number;
  successes: number;
  times: number;
  /** Null: in rotation. Else ends the ejection. */
  cancel: (() => void) | null;
}

/**
 * Takes instances out of rotation that fail where others do not (Envoy's outlier detection): at once after some
 * failures in a row, and each interval those whose success rate falls behind. They come back by themselves.
 */
export function createOutliers(parts: OutlierParts): Outliers {
  const { consecutiveFailures = 5, intervalMs = 10_000, deviations = 1.9, leastCalls = 20 } = parts;
  const { baseMs = 5_000, longestMs = 300_000, mostEjected = 0.5, clock } = parts;
  const records = new Map<string, Standing>();
  let ejected: ReadonlySet<string> = new Set();
  let stopped = false;
  let cancelInterval: (() => void) | null = null;

  const mayEject = () => ejected.size < Math.max(records.size > 1 ? 1 : 0, Math.floor(records.size * mostEjected));

  function forget(id: string): void {
    ejected = new Set([...ejected].filter((one) => one !== id));
  }

  function eject(id: string, record: Standing, cause: EjectionCause, evidence: string): void {
    record.consecutive = 0;
    if (!mayEject()) {
      parts.onSpared?.(id, evidence);
      return;
    }
    const forMs = Math.min(longestMs, baseMs * 2 ** record.times);
    record.times += 1;
    ejected = new Set([...ejected, id]);
    record.cancel = clock.setTimeout(() => {
      record.cancel = null;
      forget(id);
      parts.onReturned(id);
    }, forMs);
    parts.onEjected({ id, cause, evidence, forMs, times: record.times });
  }

  /** The interval runs only while there is something to look at. */
  function look(): void {
    if (cancelInterval || stopped) return;
    cancelInterval = clock.setTimeout(() => {
      cancelInterval = null;
      judge();
    }, intervalMs);
  }

  function judge(): void {
    const rated = [...records].filter(([, { calls, cancel }]) => cancel === null && calls >= leastCalls);
    if (rated.length >= 3) {
      const rates = rated.map(([, { successes, calls }]) => successes / calls);
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / rates.length;
      const least = mean - deviations * Math.sqrt(variance);
      for (const [index, [id, record]] of rated.entries()) {
        const rate = rates[index] ?? 1;
        if (rate < least)
          eject(id, record, "success-rate", `${percent(rate)} of its calls succeeded, ${percent(mean)} on average`);
      }
    }
    for (const record of records.values()) {
      // A good interval makes up for one ejection.
      if (record.cancel === null && record.times > 0 && record.successes === record.calls) record.times -= 1;
      record.calls = 0;
      record.successes = 0;
    }
    if ([...records.values()].some(({ times }) => times > 0)) look();
  }

  function count(id: string, success: boolean): Standing | null {
    const record = records.get(id);
    if (!record || stopped) return null;
    record.calls += 1;
    if (success) {
      record.successes += 1;
      record.consecutive = 0;
    } else record.consecutive += 1;
    if (cancelInterval === null) look();
    return record;
  }

  return {
    present(ids) {
      for (const [id, record] of records) {
        if (ids.has(id)) continue;
        if (record.cancel) forget(id);
        record.cancel?.();
        records.delete(id);
      }
      for (const id of ids)
        if (!records.has(id)) records.set(id, { consecutive: 0, calls: 0, successes: 0, times: 0, cancel: null });
    },
    succeeded: (id) => void count(id, true),
    failed(id) {
      const record = count(id, false);
      if (record === null || record.cancel !== null || record.consecutive < consecutiveFailures) return;
      eject(id, record, "consecutive-failures", `${record.consecutive} calls in a row failed`);
    },
    get ejected() {
      return ejected;
    },
    stop() {
      stopped = true;
      cancelInterval?.();
      for (const { cancel } of records.values()) cancel?.();
      records.clear();
      ejected = new Set();
    },
  };
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)} %`;
}
