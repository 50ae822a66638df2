import { describe, expect, it } from "vitest";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { withBench } from "./bench";
import { followEtcd } from "./follow";
import { expectHistory, expectSameAsList } from "./truth";
import { pause, until } from "./until";

describe.concurrent.each(availableEtcdVersions())("an etcd %s that goes and comes back", (version) => {
  it("killed and started again at once: nothing is lost", () =>
    withBench({ version }, async ({ etcd, writer, breaksAndRecovers, expectTruth }) => {
      const since = performance.now();
      await etcd.kill9();
      await etcd.restart();
      await breaksAndRecovers(since);
      await writer.more(20);
      await expectTruth();
    }));

  it("stopped for 5 s: nothing is lost", () =>
    withBench({ version }, async ({ etcd, writer, breaksAndRecovers, expectTruth }) => {
      const since = performance.now();
      await etcd.stop();
      await pause(5_000);
      await etcd.restart();
      await breaksAndRecovers(since);
      await writer.more(20);
      await expectTruth();
    }));

  it("away for 8 s, killed again as soon as it is back: nothing is lost", () =>
    withBench({ version }, async ({ etcd, writer, breaksAndRecovers, expectTruth }) => {
      const since = performance.now();
      await etcd.kill9();
      await pause(8_000);
      await etcd.restart();
      await writer.more(1);
      await etcd.kill9();
      await etcd.restart();
      await breaksAndRecovers(since);
      await writer.more(20);
      await expectTruth();
    }));

  it("there only after the console: the view comes by itself, and says nothing of a past it did not see", () =>
    withBench({ version }, async (bench) => {
      const { etcd, writer, proxy, direct } = bench;
      await etcd.kill9();
      const late = followEtcd({ endpoints: [`http://127.0.0.1:${proxy.port}`] });
      try {
        await until("its first attempt has failed", () => late.registry.status().source.state === "backing-off");
        expect(late.registry.status()).toMatchObject({ state: "listing", source: { state: "backing-off" } });
        expect(late.registry.view()).toBeNull();
        const since = performance.now();
        await etcd.restart();
        await late.becomes("live", { since });
        await writer.more(20);
        await writer.stop();
        await expectSameAsList(late, direct);
        expectHistory(late, { writers: [writer] });
      } finally {
        await late.stop();
      }
      await bench.expectTruth();
    }));
});
