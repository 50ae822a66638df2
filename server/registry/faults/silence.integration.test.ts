import { describe, expect, it } from "vitest";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { withBench } from "./bench";
import { pause, until } from "./until";

describe.concurrent.each(availableEtcdVersions())("an etcd %s that falls silent", (version) => {
  // etcd3's own watcher never noticed and never recovered.
  it("behind a connection that stays open, for 21 s: stale in time, then nothing is lost", () =>
    withBench({ version }, async ({ proxy, followed, breaksAndRecovers, writer, expectTruth }) => {
      const since = performance.now();
      proxy.stall();
      await followed.becomes("stale", { since });
      await pause(since + 21_000 - performance.now());
      expect(followed.registry.status().state).toBe("stale");
      await proxy.heal();
      await breaksAndRecovers(since);
      await writer.more(20);
      await expectTruth();
    }));

  it("because its process stands still: stale in time, then nothing is lost", () =>
    withBench({ version }, async ({ etcd, followed, breaksAndRecovers, writer, expectTruth }) => {
      const since = performance.now();
      etcd.pause();
      await followed.becomes("stale", { since });
      etcd.resume();
      await breaksAndRecovers(since);
      await writer.more(20);
      await expectTruth();
    }));

  // A live view's age grew for as long as nobody changed anything, as if etcd had not been heard from.
  it("because nobody changes anything: the view stays live, and goes on being heard from", () =>
    withBench({ version }, async ({ writer, followed, expectTruth }) => {
      await writer.stop();
      const heard = new Set<number | null>();
      // Its probes, and nothing else: how fast they follow each other is the machine's affair.
      await until("etcd was heard from four times more", () => {
        const { state, heardAt } = followed.registry.status();
        expect(state).toBe("live");
        heard.add(heardAt);
        return heard.size > 4;
      });
      await expectTruth();
    }));
});
