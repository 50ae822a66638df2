import { describe, expect, it } from "vitest";
import type { Sweep } from "@/lib/registry/types";
import { sweepBody, sweepWhen } from "./sweep-words";

const sweep = (more: Partial<Sweep> = {}): Sweep => ({
  id: "e2:1::0",
  kind: "revision-went-back",
  at: 0,
  from: "1183",
  to: "1",
  removed: 725,
  serviceCount: 62,
  missing: 725,
  returned: 0,
  ...more,
});

describe("what went with the store", () => {
  it("is told with how much of it is back, and how much of that are others", () => {
    const told = (more: Partial<Sweep>) => sweepBody(sweep(more)).split("went with it; ")[1];
    expect(told({})).toBe("none of them is back yet.");
    expect(told({ missing: 724, returned: 1 })).toBe("1 is back.");
    expect(told({ missing: 700, returned: 20 })).toBe("20 are back, 5 others came in their place.");
    expect(told({ missing: 724 })).toBe("none of them is back yet, 1 other came in their place.");
  });

  it("is a number of before and one of now where the console did not run", () => {
    expect(sweepBody(sweep({ returned: null, missing: 722 }))).toBe(
      "Revision 1,183 → 1, while this console did not run. 725 registrations of 62 services stood there before, 722 fewer stand there now.",
    );
  });

  it("happened at a moment, or between two where nobody looked meanwhile", () => {
    const at = (hour: number, second = 0) => new Date(2026, 10, 30, hour, 0, second).getTime();
    expect(sweepWhen(at(9), at(10))).toBe(" at 09:00:00");
    expect(sweepWhen([at(9), at(9, 4)], at(10))).toBe(" at 09:00:04");
    expect(sweepWhen([at(2), at(9)], at(10))).toBe(" between 02:00:00 and 09:00:00");
  });
});
