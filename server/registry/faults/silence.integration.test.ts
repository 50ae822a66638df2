import { describe, expect, it } from "vitest";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { withBench } from "./bench";
import { pause } from "./until";

describe.concurrent.each(availableEtcdVersions())("an etcd %s that falls silent", (version) => {
  // etcd3's own watcher never noticed and never recovered.
  it("behind a connection that stays open, for 21 s: stale in time, then nothing is lost", () =>
    withBench({ version }, async ({ proxy, followed, breaksAndRecovers, writer, expectTruth }) => {
      const since = performance.now();
      proxy.stall();
      await followed.becomes("stale", { since, withinMs: 15_000 });
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
      await followed.becomes("stale", { since, withinMs: 15_000 });
      etcd.resume();
      await breaksAndRecovers(since);
      await writer.more(20);
      await expectTruth();
    }));

  // A live view's age grew for as long as nobody changed anything, as if etcd had not been heard from.
  it("because nobody changes anything: the view stays live, and was heard from seconds ago", () =>
    withBench({ version }, async ({ writer, followed, expectTruth }) => {
      await writer.stop();
      await pause(1_000);
      const since = performance.now();
      let oldest = 0;
      while (performance.now() < since + 12_000) {
        const { state, heardAt, serverTime } = followed.registry.status();
        expect(state).toBe("live");
        oldest = Math.max(oldest, serverTime - (heardAt ?? 0));
        await pause(50);
      }
      expect(oldest).toBeLessThan(6_000);
      await expectTruth();
    }));
});
