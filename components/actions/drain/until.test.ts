import { describe, expect, it } from "vitest";
import { localMoment, untilOf } from "./until";

const now = Date.parse("2026-11-25T12:00:00Z");

describe("how long a drain lasts", () => {
  it("counts from the moment it is sent, or has no end", () => {
    expect(untilOf("10", "", now)).toBe(now + 600_000);
    expect(untilOf("open", "", now)).toBeNull();
  });

  it("is not known while the moment is missing or past", () => {
    expect(untilOf("at", "", now)).toBeUndefined();
    expect(untilOf("at", "2020-01-01T00:00", now)).toBeUndefined();
    expect(untilOf("at", localMoment(now + 3_600_000), now)).toBe(now + 3_600_000);
  });
});
