import { momentOf } from "@/components/ui/time-words";
import type { RegistryEvent } from "@/lib/registry/types";
import { type EVENT_KINDS, type EventKind, kindOf } from "./event-kind";
import { isNewer, mergeNewestFirst } from "./event-order";

/** Why rows stand still: a person asked, or reads further down and rows must not jump. */
export type PauseReason = "asked" | "reading";

/** How to go on reading backwards from the oldest row. */
export type Older =
  | { kind: "unread" }
  | { kind: "cursor"; cursor: string }
  /** The list was cut to stay within bounds: go on from this time. */
  | { kind: "until"; ms: number }
  /** `complete`: the history's own beginning. Otherwise older events were dropped on the server. */
  | { kind: "end"; complete: boolean; oldestAt: RegistryEvent["at"] };

export interface LogSnapshot {
  /** Newest last; read only `length` of them, the array may grow behind it. */
  rows: readonly RegistryEvent[];
  length: number;
  paused: PauseReason | null;
  /** Shown events that came since the pause. */
  waiting: number;
  /** Of everything read so far, whatever the chips show. */
  counts: Readonly<Record<EventKind, number>>;
  older: Older;
}

export interface EventSelection {
  /** What is read at all. Another function empties the log: what was read for one question is full of holes for another. */
  matches: (event: RegistryEvent) => boolean;
  /** What of it is shown. */
  kinds: ReadonlySet<EventKind>;
}

export interface EventLog {
  getSnapshot(): LogSnapshot;
  subscribe(listener: () => void): () => void;
  /** How many events were ever taken in. */
  received(): number;
  /** From the live tail, newest last. Known ones are passed over. */
  append(events: readonly RegistryEvent[]): void;
  /** Their causes were found out: they take the place of those with the same id, and join or leave where that decides. */
  amend(events: readonly RegistryEvent[]): void;
  /** From the history, newest first. True where it met something already known. */
  addPage(events: readonly RegistryEvent[], older: Older | null): boolean;
  /** Forgets everything read and starts from this page: after a hole that reading back did not close. */
  restart(events: readonly RegistryEvent[], older: Older): void;
  select(selection: EventSelection): void;
  pause(reason: PauseReason): void;
  resume(): void;
}

interface Frozen {
  reason: PauseReason;
  /** Newest last, as they were when the pause began; only older ones join. */
  all: readonly RegistryEvent[];
  shown: readonly RegistryEvent[];
  /** What goes on behind the pause no longer reaches back to these rows. */
  detached: boolean;
}

function noCounts(): Record<EventKind, number> {
  return { registered: 0, changed: 0, heartbeat: 0, late: 0, left: 0, system: 0 } satisfies Record<
    (typeof EVENT_KINDS)[number],
    number
  >;
}

const reversed = (events: readonly RegistryEvent[]) => events.slice().reverse();

/**
 * What the Events page shows: the live tail and pages of the history as one list without doubles, cut at `cap`.
 * A pause keeps the shown rows as they were while everything goes on behind them; appending costs what is appended.
 */
export function createEventLog(cap: number, initial: EventSelection): EventLog {
  let selection = initial;
  /** Newest last. Grows in place; readers hold its length. */
  let all: RegistryEvent[] = [];
  let shown: RegistryEvent[] = [];
  let ids = new Set<string>();
  let counts = noCounts();
  let frozen: Frozen | null = null;
  /** A pause that was asked for outlives another question: it returns with the first page. */
  let freezeAgain = false;
  let waiting = 0;
  let received = 0;
  let older: Older = { kind: "unread" };
  const listeners = new Set<() => void>();
  let snapshot = take();

  function take(): LogSnapshot {
    const rows = frozen ? frozen.shown : shown;
    return { rows, length: rows.length, paused: frozen?.reason ?? null, waiting, counts, older };
  }

  function changed(): void {
    snapshot = take();
    for (const listener of listeners) listener();
  }

  const isShown = (event: RegistryEvent) => selection.kinds.has(kindOf(event));

  function admit(event: RegistryEvent): void {
    if (ids.has(event.id) || !selection.matches(event)) return;
    ids.add(event.id);
    all.push(event);
    counts[kindOf(event)]++;
    if (!isShown(event)) return;
    shown.push(event);
    if (frozen) waiting++;
  }

  function rebuild(newestLast: readonly RegistryEvent[]): void {
    all = [];
    shown = [];
    ids = new Set();
    counts = noCounts();
    const before = waiting;
    for (const event of newestLast) admit(event);
    waiting = before;
  }

  /** Where to read on below the oldest event of the running list. */
  function belowTail(): Older {
    const oldest = all.find((event) => momentOf(event.at) !== null);
    const ms = oldest ? momentOf(oldest.at) : null;
    return ms === null ? { kind: "unread" } : { kind: "until", ms };
  }

  function freeze(reason: PauseReason): void {
    frozen = { reason, all: all.slice(), shown: shown.slice(), detached: false };
    waiting = 0;
  }

  return {
    getSnapshot: () => snapshot,
    received: () => received,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    append(events) {
      const before = all.length;
      counts = { ...counts };
      for (const event of events) admit(event);
      if (all.length === before) return;
      received += all.length - before;
      if (all.length > cap * 1.25) {
        rebuild(all.slice(all.length - cap));
        if (frozen) frozen = { ...frozen, detached: true };
        else older = belowTail();
      }
      changed();
    },

    amend(events) {
      if (events.length === 0) return;
      const news = new Map(events.map((event) => [event.id, event]));
      const known = (event: RegistryEvent) => news.get(event.id) ?? event;
      const joins = events.filter((event) => !ids.has(event.id));
      rebuild([...all.map(known), ...joins]);
      if (frozen) {
        const still = frozen.all.map(known).filter(selection.matches);
        frozen = { ...frozen, all: still, shown: still.filter(isShown) };
      }
      changed();
    },

    addPage(events, next) {
      const met = events.length === 0 || events.some((event) => ids.has(event.id));
      if (frozen) {
        const held = new Set(frozen.all.map((event) => event.id));
        const [oldest, newest] = [frozen.all[0], frozen.all.at(-1)];
        const fresh = events.filter((event) => !held.has(event.id) && selection.matches(event));
        const tail = fresh.filter((event) => !oldest || !isNewer(event, oldest));
        frozen = {
          ...frozen,
          all: [...reversed(tail), ...frozen.all],
          shown: [...reversed(tail.filter(isShown)), ...frozen.shown],
        };
        const unseen = (event: RegistryEvent) => !ids.has(event.id) && isShown(event);
        if (newest) waiting += fresh.filter((event) => unseen(event) && isNewer(event, newest)).length;
      }
      if (!frozen?.detached) rebuild(reversed(mergeNewestFirst(reversed(all), events)));
      if (next) older = next;
      if (freezeAgain) freeze("asked");
      freezeAgain = false;
      changed();
      return met;
    },

    restart(events, next) {
      rebuild(reversed(events));
      if (frozen) frozen = { ...frozen, detached: true };
      else older = next;
      changed();
    },

    select(next) {
      const asksElse = next.matches !== selection.matches;
      selection = next;
      if (asksElse) {
        freezeAgain = freezeAgain || frozen?.reason === "asked";
        frozen = null;
        waiting = 0;
        older = { kind: "unread" };
        rebuild([]);
      } else {
        rebuild(all);
        if (frozen) {
          const known = new Set(frozen.all.map((event) => event.id));
          waiting = shown.filter((event) => !known.has(event.id)).length;
          frozen = { ...frozen, shown: frozen.all.filter(isShown) };
        }
      }
      changed();
    },

    pause(reason) {
      if (!frozen) freeze(reason);
      else if (reason === "asked") frozen = { ...frozen, reason };
      changed();
    },

    resume() {
      freezeAgain = false;
      if (!frozen) return;
      const { detached } = frozen;
      frozen = null;
      waiting = 0;
      if (detached) older = belowTail();
      changed();
    },
  };
}
