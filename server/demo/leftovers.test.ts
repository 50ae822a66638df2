import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { assembleEtcd } from "@/lib/discovery/etcd";
import { prefixRange } from "@/lib/etcd/key-range";
import { createFakeEtcd } from "@/server/testing/fake-etcd";
import { FAMILY, TTL_SECONDS } from "./family";
import { removeLeftovers } from "./leftovers";
import { instanceName } from "./names";

const fake = createFakeEtcd();
const etcd = assembleEtcd({ connect: fake.connect, clock: systemClock, random: Math.random });
afterEach(() => {
  etcd.close();
  fake.stop();
});

describe("what a killed fleet has left", () => {
  it("is removed, and nobody else's", async () => {
    const lease = async (ttlSeconds: number) => (await etcd.use((port) => port.grantLease(ttlSeconds))).leaseId;
    const here = '{"hostname":"127.0.0.1","port":8080}';
    const ours = await lease(TTL_SECONDS);
    const living = await lease(TTL_SECONDS);
    fake.put("/services/Web/eu-west/web-1", here, ours);
    fake.put("heartbeat|CommentsService|http://127.0.0.1:8081", "http://127.0.0.1:8081", await lease(TTL_SECONDS));
    fake.put("/killrvideo/services/cassandra/cassandra-1", "127.0.0.1:8082");
    fake.put("/services/Storm/eu-west/storm-77", here, await lease(TTL_SECONDS));
    const kept: [string, string, string | null][] = [
      ["/services/Web/eu-west/web-2", here, living],
      ["/services/Web/eu-west/web-3", '{"hostname":"10.0.0.1","port":80}', await lease(TTL_SECONDS)],
      ["/services/Web/eu-west/mine", here, await lease(TTL_SECONDS)],
      ["/services/Web/eu-west/web-4", here, await lease(60)],
      ["/services/Web/eu-west/web-5", here, null],
      ["/services/Website/eu-west/web-1", here, await lease(TTL_SECONDS)],
      ["/killrvideo/services/cassandra/node-1", "127.0.0.1:9042", null],
    ];
    for (const [key, value, leaseId] of kept) fake.put(key, value, leaseId);
    await removeLeftovers(etcd, (key) => key.endsWith("web-2"));
    const all = await etcd.use(async (port) => [
      ...(await port.range({ range: prefixRange("/") })).keyValues,
      ...(await port.range({ range: prefixRange("heartbeat|") })).keyValues,
    ]);
    expect(all.map(({ key }) => key).sort()).toEqual(kept.map(([key]) => key).sort());
  });

  it("is known by names that no two services share", () => {
    const names = FAMILY.map((service) => instanceName.of(service, 1));
    expect(new Set(names).size).toBe(FAMILY.length);
    for (const service of FAMILY) {
      const its = names.filter((name) => instanceName.isOurs(service, name));
      expect(its).toEqual([instanceName.of(service, 1)]);
    }
    expect(names).toContain("video-catalog-1");
  });
});
