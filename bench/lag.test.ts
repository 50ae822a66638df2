import { describe, expect, it } from "vitest";
import { lagsOfPuts, lagsOfRevisions } from "./lag";

describe("lags of puts", () => {
  const put = (subject: string, revision: number, at: number) => ({
    subject,
    token: `${subject}:${revision}`,
    revision,
    at,
  });

  it("run from the acknowledgement to the first sight of the change or of a later one of the same subject", () => {
    const puts = [put("a", 1, 100), put("a", 2, 150), put("b", 3, 160)];
    const seen = new Map([
      ["a:2", 170],
      ["b:3", 260],
    ]);
    const { samples, missing, superseded } = lagsOfPuts(puts, seen);
    expect(samples.sort((x, y) => x.at - y.at)).toEqual([
      { at: 100, value: 70 },
      { at: 150, value: 20 },
      { at: 160, value: 100 },
    ]);
    expect([missing, superseded]).toEqual([0, 1]);
  });

  it("say what was never shown, and never take an earlier change for a later one", () => {
    const { samples, missing } = lagsOfPuts([put("a", 1, 100), put("a", 2, 150)], new Map([["a:1", 120]]));
    expect(samples).toEqual([{ at: 100, value: 20 }]);
    expect(missing).toBe(1);
  });
});

describe("lags of revisions", () => {
  it("take the first message that reaches the revision, whatever the order of the acknowledgements", () => {
    const acks = { revision: [5, 4, 9], at: [100, 101, 102] };
    const heard = { revision: [3, 5, 8], at: [90, 110, 120] };
    const { samples, missing } = lagsOfRevisions(acks, heard);
    expect(samples).toEqual([
      { at: 101, value: 9 },
      { at: 100, value: 10 },
    ]);
    expect(missing).toBe(1);
  });
});
