import { describe, expect, it } from "vitest";
import type { EtcdPort } from "@/lib/etcd/port";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { withBench } from "./bench";

/** Forgets everything up to now. */
async function compactAll(direct: EtcdPort): Promise<void> {
  const { header } = await direct.range({ range: { key: "/services/" }, countOnly: true });
  await direct.compact(header.revision);
}

describe.concurrent.each(availableEtcdVersions())("what etcd %s cannot tell any more", (version) => {
  it("because it compacted while the console was away, twice: each gap is said, and the view is right behind it", () =>
    withBench({ version }, async ({ proxy, writer, direct, followed, breaksAndRecovers, expectTruth }) => {
      for (let round = 0; round < 2; round++) {
        const before = followed.registry.view()?.epoch;
        const since = performance.now();
        await proxy.refuse();
        await writer.more(60);
        await compactAll(direct);
        await writer.more(10);
        await proxy.heal();
        await breaksAndRecovers(since);
        await writer.more(20);
        expect(followed.registry.view()?.epoch).not.toBe(before);
      }
      await expectTruth({ gaps: ["compacted", "compacted"], writers: [writer] });
    }));

  it("is nothing the console needs as long as it is connected: no gap, nothing is lost", () =>
    withBench({ version }, async ({ writer, direct, expectTruth }) => {
      for (let round = 0; round < 3; round++) {
        await writer.more(20);
        await compactAll(direct);
      }
      await writer.more(20);
      await expectTruth();
    }));
});
