import { PAST_VIEW_BYTES, sizeOf } from "@/lib/budgets";
import type { Clock } from "@/lib/clock";
import { Problem } from "@/lib/errors";
import { prefixRange, withoutNested } from "@/lib/etcd/key-range";
import type { EtcdPort, KeyRange, KeyValue } from "@/lib/etcd/port";
import type { LayoutSet } from "@/lib/layouts/types";
import type { Instance, Revision } from "@/lib/registry/types";
import { createGate, type GateStats } from "@/server/http/gate";
import { inTurns, type Turns } from "@/server/http/turns";

export interface PastViews {
  /**
   * All instances as they were at a revision, in no order. Whoever asks for a revision that is being listed waits for that
   * list; it is given up when everybody who waits has gone. Rejects with etcd's error, `compacted` among them, with
   * `busy` where too many other revisions are asked for, and with `over-budget` where there are more instances than are
   * kept of a past view.
   */
  at(revision: Revision, signal: AbortSignal): Promise<readonly Instance[]>;
  stats(): GateStats & { kept: number; bytes: number; mostBytes: number };
}

export interface PastViewsOptions {
  etcd: () => EtcdPort;
  layouts: LayoutSet;
  clock: Clock;
  /** In which what etcd answers is decoded. */
  turns: Turns;
  /** Of one view, and of all that are kept together. */
  mostBytes?: number;
}

const AT_ONCE = 2;
const WAITING = 8;
const KEPT = 2;
const KEPT_MS = 60_000;
/** Keys asked for at once; each may hold megabytes. */
const PAGE = 200;

interface PastView {
  instances: readonly Instance[];
  bytes: number;
}

interface Listing {
  view: Promise<PastView>;
  waiting: number;
  given: AbortController;
}

/** The registry of the past, listed at its revision and decoded. The last few are kept, because lists come in pages. */
export function createPastViews({
  etcd,
  layouts,
  clock,
  turns,
  mostBytes = PAST_VIEW_BYTES,
}: PastViewsOptions): PastViews {
  const gate = createGate({ atOnce: AT_ONCE, waiting: WAITING, what: "Too many revisions are asked for" });
  const listings = new Map<Revision, Listing>();
  const kept = new Map<Revision, PastView & { at: number }>();

  async function list(revision: Revision, signal: AbortSignal): Promise<PastView> {
    const instances: Instance[] = [];
    const several = new Map<string, KeyValue[]>();
    let bytes = 0;
    const decode = (group: string, keyValues: readonly KeyValue[]): void => {
      for (const instance of layouts.decode(group, keyValues).instances) {
        instances.push(instance);
        bytes += sizeOf(instance);
      }
      if (bytes > mostBytes)
        throw new Problem(
          "over-budget",
          `At revision ${revision} the registry comes to more than the ${megabytes(mostBytes)} MB that are kept of a past view.`,
        );
    };
    const take = (keyValue: KeyValue): void => {
      const group = layouts.groupOf(keyValue.key);
      if (!group) return;
      const others = several.get(group.id);
      if (group.single) decode(group.id, [keyValue]);
      else if (others) others.push(keyValue);
      else several.set(group.id, [keyValue]);
    };
    const pace = { turns, signal };
    signal.throwIfAborted();
    for (const range of withoutNested(layouts.prefixes.map(({ prefix }) => prefixRange(prefix)))) {
      for await (const keyValues of pagesOf(etcd(), range, revision, signal)) {
        for await (const part of inTurns(keyValues, pace)) for (const keyValue of part) take(keyValue);
      }
    }
    for await (const part of inTurns(several, pace)) for (const [group, keyValues] of part) decode(group, keyValues);
    return { instances, bytes };
  }

  function begin(revision: Revision): Listing {
    const given = new AbortController();
    const view = gate.run(() => list(revision, given.signal), given.signal);
    const listing: Listing = { view, waiting: 0, given };
    listings.set(revision, listing);
    const end = () => {
      if (listings.get(revision) === listing) listings.delete(revision);
    };
    view.then((found) => {
      end();
      keep(revision, found);
    }, end);
    return listing;
  }

  function keep(revision: Revision, view: PastView): void {
    kept.set(revision, { ...view, at: clock.now() });
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT && keptBytes() <= mostBytes) break;
      kept.delete(oldest);
    }
  }

  function keptBytes(): number {
    return [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  function forgetOld(): void {
    const now = clock.now();
    for (const [revision, { at }] of kept) if (now - at > KEPT_MS) kept.delete(revision);
  }

  return {
    async at(revision, signal) {
      signal.throwIfAborted();
      forgetOld();
      const known = kept.get(revision);
      if (known) return known.instances;
      const listing = listings.get(revision) ?? begin(revision);
      listing.waiting++;
      try {
        return (await orAborted(listing.view, signal)).instances;
      } finally {
        if (--listing.waiting === 0 && listings.get(revision) === listing) {
          listings.delete(revision);
          listing.given.abort();
        }
      }
    },
    stats() {
      forgetOld();
      return { ...gate.stats(), kept: kept.size, bytes: keptBytes(), mostBytes };
    },
  };
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(signal.reason);
    signal.addEventListener("abort", gone, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", gone));
  });
}

async function* pagesOf(
  etcd: EtcdPort,
  range: KeyRange,
  revision: Revision,
  signal: AbortSignal,
): AsyncGenerator<readonly KeyValue[]> {
  let start = range.start;
  for (;;) {
    const answer = await etcd.range({ range: { start, end: range.end }, limit: PAGE, revision });
    signal.throwIfAborted();
    yield answer.keyValues;
    const last = answer.keyValues.at(-1);
    if (!answer.more || !last) return;
    start = `${last.key}\0`;
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
