import { describe, expect, it } from "vitest";
import { alarmWords } from "./alarms";

const member = (id: string, name: string) => ({ id, name, clientUrls: [], peerUrls: [], isLearner: false });
const cluster = { endpoints: ["http://a:2379", "http://b:2379"], members: [member("1", "one"), member("2", "two")] };

describe("an alarm of etcd", () => {
  it("is none where etcd raises none", () => {
    expect(alarmWords({ ...cluster, alarms: [] }, "15")).toBeNull();
  });

  it("names the members, what it means, and what mends it", () => {
    const alarms = ["1", "3"].map((memberId) => ({ memberId, kind: "no-space" as const }));
    const words = alarmWords({ ...cluster, alarms }, "15");
    expect(words?.short).toBe("Out of space");
    expect(words?.sentence).toContain("The database of member one, 3 has reached its quota");
    const etcdctl = "etcdctl --endpoints=http://a:2379,http://b:2379";
    expect(words?.command).toBe(`${etcdctl} compact 15 && ${etcdctl} defrag && ${etcdctl} alarm disarm`);
  });

  it("that is worse comes first", () => {
    const alarms = [
      { memberId: "1", kind: "other" as const },
      { memberId: "1", kind: "no-space" as const },
      { memberId: "2", kind: "corrupt" as const },
    ];
    expect(alarmWords({ ...cluster, alarms }, "15")?.sentence).toContain("member two holds other data");
    expect(alarmWords({ ...cluster, alarms: alarms.slice(0, 2) }, "15")?.short).toBe("Out of space");
  });
});
