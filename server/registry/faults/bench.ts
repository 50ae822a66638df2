/** One etcd, a breakable way to it, a console that follows it, and somebody who keeps writing on a way that never breaks. */
import { createEtcdClient, type EtcdClientOptions } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { type EtcdOptions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { createFaultProxy, type FaultProxy } from "@/server/testing/fault-proxy";
import { type Followed, followEtcd } from "./follow";
import { type Expected, expectHistory, expectSameAsList } from "./truth";
import { until } from "./until";
import { startWriter, type Writer } from "./writer";

export interface Bench {
  readonly etcd: TestEtcd;
  readonly proxy: FaultProxy;
  readonly writer: Writer;
  readonly followed: Followed;
  /** Straight to etcd, as somebody who may do everything. */
  readonly direct: EtcdPort;
  /** A new writer for a store that replaced the old one. */
  newWriter(): Promise<Writer>;
  /** Goes stale after `since`, and is live again after that. */
  breaksAndRecovers(since: number): Promise<void>;
  /** What came after this point: events of the watch so far. */
  eventsSince(messages: number): number;
  /** Stops the console; throws where a timer or a connection of its stays. */
  stopFollowing(): Promise<void>;
  /** Stops all writers, then holds the view and the history against the truth. */
  expectTruth(expected?: Omit<Expected, "writers"> & { writers?: Expected["writers"] }): Promise<void>;
}

export interface BenchOptions extends EtcdOptions {
  /** How the console signs in; where it is left out, as nobody. */
  signIn?: Omit<EtcdClientOptions, "endpoints">;
  /** How the writer does. */
  writerSignIn?: Omit<EtcdClientOptions, "endpoints">;
  /** False: the test itself waits for the first view, or for what keeps it away. */
  waitUntilLive?: boolean;
  everyMs?: number;
}

export async function withBench(options: BenchOptions, use: (bench: Bench) => Promise<void>): Promise<void> {
  const stops: (() => unknown)[] = [];
  try {
    const etcd = await startEtcd(options);
    stops.push(() => etcd.cleanup());
    const proxy = await createFaultProxy({ targetPort: etcd.clientPort });
    stops.push(() => proxy.stop());
    const connect = () => createEtcdClient({ endpoints: etcd.endpoints, ...options.writerSignIn });
    const direct = connect();
    stops.push(() => direct.close());
    const writers: Writer[] = [];
    const newWriter = async () => {
      const next = await startWriter(connect(), options.everyMs === undefined ? {} : { everyMs: options.everyMs });
      stops.push(() => next.close());
      writers.push(next);
      return next;
    };
    const writer = await newWriter();
    await writer.more(20);
    const scheme = options.tls ? "https" : "http";
    const followed = followEtcd({ endpoints: [`${scheme}://127.0.0.1:${proxy.port}`], ...options.signIn });
    let followedStopped = false;
    const stopFollowing = async () => {
      if (followedStopped) return;
      followedStopped = true;
      await followed.stop();
      await until("no connection is left", () => proxy.connections() === 0);
    };
    stops.push(() => stopFollowing());
    if (options.waitUntilLive !== false) {
      await followed.becomes("live", { since: 0 });
      await writer.more(20);
    }
    await use({
      etcd,
      proxy,
      writer,
      followed,
      direct,
      newWriter,
      stopFollowing,
      async breaksAndRecovers(since) {
        const staleAt = await followed.becomes("stale", { since });
        await followed.becomes("live", { since: staleAt });
      },
      eventsSince: (messages) =>
        followed.messages
          .slice(messages)
          .reduce((sum, message) => sum + (message.kind === "batch" ? message.events.length : 0), 0),
      async expectTruth(expected = {}) {
        for (const each of writers) await each.stop();
        await expectSameAsList(followed, direct);
        await stopFollowing();
        expectHistory(followed, { writers: [writer], ...expected });
      },
    });
  } finally {
    for (const stop of stops.reverse()) await Promise.resolve(stop()).catch(() => {});
  }
}
