import { describe, expect, it } from "vitest";
import { alarmWords } from "./alarms";

const member = (id: string, name: string) => ({ id, name, clientUrls: [], peerUrls: [], isLearner: false });
const cluster = { endpoints: ["http://a:2379", "http://b:2379"], members: [member("1", "one"), member("2", "two")] };

describe("an alarm of etcd", () => {
  it("is none where etcd raises none", () => {
    expect(alarmWords({ ...cluster, alarms: [] })).toBeNull();
  });

  it("names the members, what it means, and what mends it", () => {
    const words = alarmWords({
      ...cluster,
      alarms: [
        { memberId: "1", kind: "no-space" },
        { memberId: "3", kind: "no-space" },
      ],
    });
    expect(words?.short).toBe("Out of space");
    expect(words?.sentence).toContain("The database of one, 3 has reached its quota");
    expect(words?.commands).toEqual([
      "--endpoints=http://a:2379,http://b:2379 compact REVISION",
      "--endpoints=http://a:2379,http://b:2379 defrag",
      "--endpoints=http://a:2379,http://b:2379 alarm disarm",
    ]);
  });

  it("that is worse comes first", () => {
    const alarms = [
      { memberId: "1", kind: "other" as const },
      { memberId: "1", kind: "no-space" as const },
      { memberId: "2", kind: "corrupt" as const },
    ];
    expect(alarmWords({ ...cluster, alarms })?.sentence).toContain("two holds other data");
    expect(alarmWords({ ...cluster, alarms: alarms.slice(0, 2) })?.short).toBe("Out of space");
  });
});
