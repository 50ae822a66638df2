import { describe, expect, it } from "vitest";
import { decimalClock } from "@/components/leases/dial-words";
import { dayClock, shortAt } from "./time-words";

const at = (day: number, hours: number, minutes = 0, seconds = 0, year = 2026) =>
  new Date(year, 10, day, hours, minutes, seconds).getTime();
const now = at(30, 12);

describe("a time of day", () => {
  it("names its day where that is not today's, and its year where that is not this one", () => {
    expect(dayClock(at(30, 9, 5, 7), now)).toBe("09:05:07");
    expect(dayClock(at(29, 9, 5, 7), now)).toBe("29 Nov 09:05:07");
    expect(dayClock(at(29, 9, 5, 7, 2025), now)).toBe("29 Nov 2025 09:05:07");
  });

  it("names the day of both ends of a lease that runs out tomorrow, without saying it twice", () => {
    const end = at(31, 12, 59, 36) + 700;
    expect([decimalClock(end, now), decimalClock(end + 700, now, end)]).toEqual(["1 Dec 12:59:36.7", "37.4"]);
    expect(decimalClock(at(31, 0, 0, 0), now, at(30, 23, 59, 59))).toBe("1 Dec 00:00:00.0");
    expect(decimalClock(at(30, 13) + 400, now, at(30, 13))).toBe("00.4");
  });

  it("does not hide that an interval begins on another day", () => {
    expect(shortAt([at(29, 23, 59), at(30, 0, 1)], now)).toBe("29 Nov 23:59–00:01");
    expect(shortAt([at(30, 11, 59, 1), at(30, 11, 59, 4)], now)).toBe("11:59:01–04");
  });
});
