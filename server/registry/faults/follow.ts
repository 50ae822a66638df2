/** What the console does with etcd, put together as the console does it, and everything it said on the way. */
import { type Clock, systemClock } from "@/lib/clock";
import { createEtcdClient, type EtcdClientOptions } from "@/lib/etcd/client";
import { createListWatch } from "@/lib/etcd/list-watch";
import type { ListWatchMessage, ListWatchStatus, ListWatchTuning } from "@/lib/etcd/list-watch.types";
import type { EventFilter } from "@/lib/history/query";
import { createLayoutSet, OWN_PREFIX } from "@/lib/layouts/layout-set";
import { parsePrefixes } from "@/lib/layouts/prefixes";
import type { ViewState } from "@/lib/live/protocol";
import type { RegistryEvent } from "@/lib/registry/types";
import { createHistory } from "@/server/history/history";
import { createRegistry, type Registry, type RegistryUpdate } from "@/server/registry/registry";
import { until } from "./until";

export interface Followed {
  readonly registry: Registry;
  readonly messages: readonly ListWatchMessage[];
  /** Each first view and each relist. */
  readonly relists: readonly RegistryUpdate[];
  /** Oldest first. */
  events(): RegistryEvent[];
  /** When it next has this state, after `since`: milliseconds on the monotonic clock. */
  becomes(state: ViewState, options: { since: number }): Promise<number>;
  /** The latest of the kind. */
  status<S extends ListWatchStatus["state"]>(state: S): Extract<ListWatchStatus, { state: S }> | undefined;
  /** Throws where a timer, a connection or a word is left behind. */
  stop(): Promise<void>;
}

export function followEtcd(
  etcd: EtcdClientOptions,
  options: { prefixes?: string; tuning?: Partial<ListWatchTuning> } = {},
): Followed {
  const { prefixes } = parsePrefixes(options.prefixes ?? "/services/=path;/killrvideo/services/=registrator");
  const clock = countingClock();
  const registry = createRegistry({ layouts: createLayoutSet(prefixes), clock, tombstoneMs: 600_000 });
  const history = createHistory({ capacity: 200_000 });
  const messages: ListWatchMessage[] = [];
  const relists: RegistryUpdate[] = [];
  const changes: { state: ViewState; at: number }[] = [];
  let open = 0;
  registry.onUpdate((update) => {
    history.append(update.events);
    if (update.previous?.epoch !== update.next.epoch) relists.push(update);
  });
  registry.onStatus(({ state }) => changes.push({ state, at: performance.now() }));
  const listWatch = createListWatch({
    connect() {
      const port = createEtcdClient(etcd);
      open += 1;
      let closed = false;
      return {
        ...port,
        close() {
          if (!closed) open -= 1;
          closed = true;
          port.close();
        },
      };
    },
    prefixes: prefixes.map(({ prefix }) => prefix),
    extraPrefixes: [OWN_PREFIX],
    clock,
    onMessage(message) {
      messages.push(message);
      registry.accept(message);
    },
    ...(options.tuning ? { tuning: options.tuning } : {}),
  });

  return {
    registry,
    messages,
    relists,
    events() {
      const all = (filter: EventFilter) => history.query(filter, { limit: Number.POSITIVE_INFINITY }).events.reverse();
      // What an event tells together with others stands before it, each by itself.
      return all({}).flatMap((event) => (event.folded ? [...all({ of: event.id }), event] : [event]));
    },
    async becomes(state, { since }) {
      const find = () => changes.find((change) => change.state === state && change.at > since);
      await until(`the view becomes ${state}`, () => find() !== undefined);
      return find()?.at ?? 0;
    },
    status<S extends ListWatchStatus["state"]>(state: S) {
      const found = messages.findLast((message) => message.kind === "status" && message.status.state === state);
      return found?.kind === "status" ? (found.status as Extract<ListWatchStatus, { state: S }>) : undefined;
    },
    async stop() {
      listWatch.stop();
      registry.stop();
      const said = messages.length;
      await until("every connection is closed and no timer left", () => open === 0 && clock.waiting() === 0);
      if (messages.length > said) throw new Error("It went on talking after its end.");
    },
  };
}

function countingClock(): Clock & { waiting(): number } {
  const timers = new Set<object>();
  return {
    now: systemClock.now,
    setTimeout(callback, delayMs) {
      const timer = {};
      timers.add(timer);
      const cancel = systemClock.setTimeout(() => {
        timers.delete(timer);
        callback();
      }, delayMs);
      return () => {
        timers.delete(timer);
        cancel();
      };
    },
    waiting: () => timers.size,
  };
}
