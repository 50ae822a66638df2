import { describe, expect, it } from "vitest";
import { availableEtcdVersions } from "@/server/testing/etcd-process";
import { withBench } from "./bench";

describe.concurrent.each(availableEtcdVersions())("what etcd %s cannot tell any more", (version) => {
  it("because it compacted: a gap is said, and the view is right behind it", () =>
    withBench({ version }, async ({ proxy, writer, direct, followed, breaksAndRecovers, expectTruth }) => {
      const before = followed.registry.view()?.epoch;
      const since = performance.now();
      await proxy.refuse();
      await writer.more(60);
      const { header } = await direct.range({ range: { key: "/services/" }, countOnly: true });
      await direct.compact(header.revision);
      await writer.more(10);
      await proxy.heal();
      await breaksAndRecovers(since);
      await writer.more(20);
      expect(followed.registry.view()?.epoch).not.toBe(before);
      await expectTruth({ gaps: ["compacted"], writers: [writer, writer] });
    }));
});
