import { createListWatch } from "@/lib/etcd/list-watch";
import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import { EtcdError } from "@/lib/etcd/port";
import { createLayoutSet } from "@/lib/layouts/layout-set";
import { createRecords } from "@/lib/records/records";
import { createDrainTimer } from "@/lib/registry/drain-timer";
import { DRAINS_PREFIX } from "@/lib/registry/marks";
import { type ReducedView, reduceBatch, reduceSnapshot } from "@/lib/registry/reduce";
import { adminStateOf } from "@/lib/registry/select";
import type { Instance, InstanceId } from "@/lib/registry/types";
import type { InstanceChange } from "@/lib/registry/view";
import { held, orAborted } from "./background";
import type { Discovered, DiscoverOptions, Discovery, DiscoveryChange } from "./discovery.types";
import { connectEtcd, isEtcd } from "./etcd";
import { newestFirst } from "./newest";
import { drainsSignerOf } from "./signer";
import { createUnverifiedNotice } from "./unverified";
import { watchedPrefixes } from "./watched";

/**
 * Follows who is registered, on the same list-watch and the same layouts as the console: whole transactions, in
 * order, none lost. While etcd is away the last list serves, marked stale. Stop it, or abort its signal, when done.
 * Throws a `Problem` `invalid-request` where a layout or a prefix is wrong.
 */
export function discover(options: DiscoverOptions): Discovery {
  const watched = watchedPrefixes(options);
  const etcd = isEtcd(options.etcd) ? options.etcd : connectEtcd(options.etcd);
  const layouts = createLayoutSet(watched);
  const services = options.service === undefined ? null : new Set([options.service].flat());
  const signer = options.signer ?? drainsSignerOf(options.drainsKey ?? process.env.ROLLCALL_DRAINS_KEY);
  const records = createRecords({ signer, now: etcd.clock.now });
  const isWanted = (instance: Instance) => services === null || services.has(instance.service);

  let view: ReducedView | null = null;
  let current: Discovered = { instances: [], draining: new Set(), revision: "0", stale: true };
  let trouble: EtcdError | null = null;
  let stopped = false;
  const changeListeners = new Set<(change: DiscoveryChange) => void>();
  const staleListeners = new Set<(stale: boolean) => void>();
  const iterators = new Set<ReturnType<typeof newestFirst<Discovered>>>();

  function turn(next: Discovered): void {
    current = next;
    for (const iterator of iterators) iterator.push(next);
  }

  const unverified = createUnverifiedNotice();
  const drains = createDrainTimer({
    clock: etcd.clock,
    onOver: () => view && take(view, [], false, current.stale),
  });

  function take(next: ReducedView, changes: readonly InstanceChange[], first: boolean, stale: boolean): void {
    view = next;
    drains.watch(next.drains);
    unverified.look(next, signer !== null);
    const draining = drainingOf(next);
    const change = first ? firstChange(next) : withTurned(changeOf(changes, next.revision), draining);
    const quiet = change.arrived.length + change.changed.length + change.left.length === 0;
    if (quiet && !first) return;
    turn(listedLazily(next, draining, stale));
    for (const listener of [...changeListeners]) listener(change);
  }

  /** Those who follow changes never look at the list: with thousands of instances, making it for each change is dear. */
  function listedLazily(next: ReducedView, draining: ReadonlySet<InstanceId>, stale: boolean): Discovered {
    let instances: readonly Instance[] | null = null;
    return {
      get instances() {
        instances ??= [...next.instances.values()].filter(isWanted);
        return instances;
      },
      draining,
      revision: next.revision,
      stale,
    };
  }

  function drainingOf(next: ReducedView): ReadonlySet<InstanceId> {
    if (next.drains.size === 0) return current.draining.size === 0 ? current.draining : new Set();
    const now = etcd.clock.now();
    const out = [...next.instances.values()].filter(
      (one) => isWanted(one) && adminStateOf(next, one, now) === "draining",
    );
    return new Set(out.map(({ id }) => id));
  }

  /** Those that went out of rotation or came back into it changed, too. */
  function withTurned(change: DiscoveryChange, draining: ReadonlySet<InstanceId>): DiscoveryChange {
    if (draining === current.draining) return change;
    const named = new Set([...change.arrived, ...change.changed, ...change.left].map(({ id }) => id));
    const turned = [...new Set([...draining, ...current.draining])].flatMap((id) => {
      const instance = named.has(id) || draining.has(id) === current.draining.has(id) ? null : view?.instances.get(id);
      return instance && isWanted(instance) ? [instance] : [];
    });
    return turned.length === 0 ? change : { ...change, changed: [...change.changed, ...turned] };
  }

  function firstChange({ instances, revision }: ReducedView): DiscoveryChange {
    return { arrived: [...instances.values()].filter(isWanted), changed: [], left: [], revision };
  }

  /** An instance that changes its service leaves one and arrives at another. */
  function changeOf(changes: readonly InstanceChange[], revision: string): DiscoveryChange {
    const arrived: Instance[] = [];
    const changed: Instance[] = [];
    const left: Instance[] = [];
    for (const { before, after } of changes) {
      const was = before !== null && isWanted(before) ? before : null;
      const is = after !== null && isWanted(after) ? after : null;
      if (is && was && was.service === is.service) changed.push(is);
      else {
        if (was) left.push(was);
        if (is) arrived.push(is);
      }
    }
    return { arrived, changed, left, revision };
  }

  function mark(stale: boolean): void {
    if (current.stale === stale) return;
    turn({ ...current, stale });
    for (const listener of [...staleListeners]) listener(stale);
  }

  function accept(message: ListWatchMessage): void {
    switch (message.kind) {
      case "snapshot": {
        const { view: next, changes } = reduceSnapshot(view, message, layouts, { records });
        take(next, changes, view === null, false);
        break;
      }
      case "batch": {
        if (!view) break;
        const { view: next, changes } = reduceBatch(view, message, layouts, { records });
        take(next, changes, false, current.stale);
        break;
      }
      case "progress":
        break;
      case "status":
        if (message.status.state === "backing-off") {
          const { code, message: words, detail } = message.status;
          trouble = new EtcdError(code, words, detail);
        } else if (message.status.state === "watching") trouble = null;
        mark(message.status.state !== "watching");
        break;
    }
  }

  const listWatch = createListWatch({
    connect: etcd.connect,
    prefixes: watched.map(({ prefix }) => prefix),
    extraPrefixes: [DRAINS_PREFIX],
    clock: etcd.clock,
    random: etcd.random,
    onMessage: accept,
    // A listener of the program's own may have thrown: the list is made anew, and the program hears of it.
    onThrown: (error) => process.emitWarning(error instanceof Error ? error : String(error)),
  });

  function stop(): void {
    if (stopped) return;
    stopped = true;
    listWatch.stop();
    drains.stop();
    options.signal?.removeEventListener("abort", stop);
    changeListeners.clear();
    staleListeners.clear();
    for (const iterator of iterators) iterator.end();
    iterators.clear();
    if (!isEtcd(options.etcd)) etcd.close();
  }

  options.signal?.addEventListener("abort", stop, { once: true });
  if (options.signal?.aborted) stop();

  return {
    get current() {
      return current;
    },
    get stale() {
      return current.stale;
    },
    get trouble() {
      return trouble;
    },
    get unverifiedDrains() {
      return unverified.keys();
    },
    async ready(signal) {
      if (view) return current;
      const iterator = newestFirst<Discovered>(() => iterators.delete(iterator));
      iterators.add(iterator);
      if (stopped) iterator.end();
      try {
        const next = await held(orAborted(iterator.next(), signal));
        if (next.done) throw new EtcdError("cancelled", "The discovery was stopped before etcd answered.");
        return next.value;
      } finally {
        await iterator.return?.();
      }
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onStale(listener) {
      staleListeners.add(listener);
      return () => staleListeners.delete(listener);
    },
    [Symbol.asyncIterator]() {
      const iterator = newestFirst<Discovered>(() => iterators.delete(iterator));
      if (view) iterator.push(current);
      if (stopped) iterator.end();
      else iterators.add(iterator);
      return iterator;
    },
    stop,
  };
}
