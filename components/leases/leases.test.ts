import { describe, expect, it } from "vitest";
import type { LiveState } from "@/lib/live/state";
import { compile } from "@/lib/query/compile";
import { leaseLanguage } from "@/lib/query/languages/leases";
import { parse } from "@/lib/query/parse";
import type { ServiceSummary } from "@/lib/registry/select";
import { ShardMap } from "@/lib/registry/shard-map";
import type { Instance } from "@/lib/registry/types";
import { glided, glideTo, isBeatBetween } from "./beat";
import { dialWords, dueWords } from "./dial-words";
import { cellAt, fieldFor } from "./field";
import { frozenAt } from "./frozen-at";
import { createInterest } from "./interest";
import { leaseIdOf, leaseRowsOf } from "./lease-rows";
import { momentOf } from "./moment";
import { readingOf } from "./reading.testing";
import { histogramOf, sawOf } from "./saw";
import { shortestOf } from "./shortest";
import { stripOf } from "./strip";
import { beatWords, stepInStrip } from "./strip-walk";

describe("a heartbeat on screen", () => {
  it("pulses for a heartbeat, not for a leader that sets the lease anew", () => {
    const before = readingOf();
    expect(isBeatBetween(before, readingOf({ beatCount: 6 }))).toBe(true);
    expect(isBeatBetween(before, readingOf({ beatCount: 6, resets: 1 }))).toBe(false);
    expect(isBeatBetween(null, before)).toBe(false);
  });

  it("glides over corrections that would be seen to jump", () => {
    expect(glideTo(0.5, 0.52, 10_000, 0)).toBeNull();
    const glide = glideTo(0.5, 1, 10_000, 0);
    expect(glided(glide, 1, 0)).toBe(0.5);
    expect(glided(glide, 1, 420)).toBe(1);
  });
});

describe("what the page looks at", () => {
  it("is told once per change, summed up", () => {
    const told: unknown[] = [];
    let run = () => {};
    const interest = createInterest({
      tell: (wanted) => told.push(wanted),
      setTimeout: (next) => {
        run = next;
        return () => {};
      },
    });
    const drop = interest.add({ keys: ["/a", "/b"] });
    interest.add({ keys: ["/a"], services: ["web"] });
    run();
    expect(told).toEqual([{ services: ["web"], keys: ["/a", "/b"] }]);
    drop();
    run();
    expect(told.at(-1)).toEqual({ services: ["web"], keys: ["/a"] });
    interest.add({ keys: ["/a"] });
    run();
    expect(told).toHaveLength(2);
  });
});

describe("since when nothing is observed", () => {
  const live = {
    connection: { state: "open", roundTripMs: 1 },
    clockOffsetMs: 500,
    status: { state: "live", heardAt: 900, source: { state: "watching" }, leases: { notObserved: null } },
  } as unknown as LiveState;

  it("is never while all ways are open, and the earliest cut otherwise", () => {
    expect(frozenAt(live)).toBeNull();
    const lost = { state: "lost", since: 1_000, reason: "", retryAt: null } as const;
    expect(frozenAt({ ...live, connection: lost })).toBe(1_500);
    const denied = { ...live.status, leases: { notObserved: { since: 700, reason: "" } } } as LiveState["status"];
    expect(frozenAt({ ...live, status: denied })).toBe(700);
    const stale = { ...live.status, state: "stale" } as LiveState["status"];
    expect(frozenAt({ ...live, status: stale })).toBe(900);
  });
});

describe("leases in a list", () => {
  const instance = (id: string, leaseId: string | null) =>
    ({ id, keys: [id], instance: id, service: "web", leaseId }) as Instance;
  const service = (unwell: [string, "late"][] = []) =>
    ({
      name: "web",
      instances: [instance("/a", "1"), instance("/b", "1"), instance("/c", null), instance("/d", "255")],
      unwell: new Map(unwell),
    }) as unknown as ServiceSummary;

  it("groups instances by lease, the worst first, and keeps what did not change", () => {
    const rows = leaseRowsOf([service()]);
    expect(rows.map(({ id, hex, keyCount }) => [id, hex, keyCount])).toEqual([
      ["1", "0000000000000001", 2],
      ["255", "00000000000000ff", 1],
    ]);
    expect(leaseRowsOf([service([["/d", "late"]])], rows).map(({ id, state }) => [id, state])).toEqual([
      ["255", "late"],
      ["1", "alive"],
    ]);
  });

  it("finds them by hex, decimal and key", () => {
    const rows = leaseRowsOf([service()]);
    const found = (q: string) => rows.filter(compile(parse(q), leaseLanguage).matches).map(({ id }) => id);
    expect(found("ff")).toEqual(["255"]);
    expect(found("lease:255")).toEqual(["255"]);
    expect(found("/b")).toEqual(["1"]);
  });

  it("reads ids as the wire and as etcdctl write them", () => {
    expect(leaseIdOf("7587862094765")).toBe("7587862094765");
    expect(leaseIdOf("13b0a1fb97852111")).toBe("1418811984572653841");
    expect(leaseIdOf("not-a-lease")).toBeNull();
  });

  it("takes the one that runs out first, the late before the others", () => {
    const leases = ShardMap.from([
      ["1", readingOf({ leaseId: "1" })],
      ["255", readingOf({ leaseId: "255", deadline: [120_000, 120_100], liveness: "late" })],
    ]);
    expect(shortestOf(service().instances, leases)?.leaseId).toBe("255");
  });
});

describe("words and drawings of one lease", () => {
  it("predicts a stretch of time, never an instant", () => {
    const reading = readingOf({ liveness: "late", sentAt: 107_000, observedAt: 107_010 });
    const words = dialWords(reading, momentOf(reading, 107_500), 107_500);
    expect(words.head).toBe("2 heartbeats missed");
    expect(words.predicted).toMatch(/^\d\d:\d\d:\d\d\.\d and \d\d\.\d$/);
    expect(dueWords(readingOf(), 102_000)).toBe("due in 1.3 s");
    expect(dueWords(readingOf({ renewedAt: null }), 102_000)).toBeNull();
  });

  it("walks a strip by its arrows, from the newest", () => {
    expect(stepInStrip("ArrowLeft", null, 30)).toBe(29);
    expect(stepInStrip("ArrowLeft", 0, 30)).toBe(0);
    expect(stepInStrip("Tab", 3, 30)).toBeNull();
    const late = { kind: "late", at: 100_000, giveOrTake: 200, gapMs: 4_100 } as const;
    expect(beatWords(late, 112_000)).toMatch(
      /^Late heartbeat .*, 12 s ago, give or take 0.2 s, 4.1 s after the one before$/,
    );
  });

  it("draws a tooth for each heartbeat that was seen", () => {
    const beats = [0, 3_000, 9_000].map((at) => ({ at: [at, at] as [number, number], how: "sampled" as const }));
    const pieces = sawOf(stripOf(readingOf({ rhythmMs: 3_000, beats })), 10_000, 10_000);
    expect(pieces.map(({ seen, points }) => [seen, points.at(-1)?.leftMs])).toEqual([
      [true, 7_000],
      [false, 4_000],
      [true, 9_000],
    ]);
  });

  it("draws intervals once there are enough", () => {
    expect(histogramOf([3_000, 3_100])).toBeNull();
    const histogram = histogramOf([3_000, 3_100, 3_000, 3_050, 3_100, 6_700]);
    expect(histogram?.counts.reduce((a, b) => a + b)).toBe(6);
  });

  it("fits ten thousand cells into a band, and finds the one under the hand", () => {
    const field = fieldFor(10_000, 1_300, 190);
    expect(field.pitch).toBeGreaterThanOrEqual(4);
    expect(field.columns * field.rows).toBeGreaterThanOrEqual(10_000);
    expect(cellAt(field, 10_000, field.pitch + 1, field.pitch + 1)).toBe(field.columns + 1);
    expect(cellAt(field, 10_000, 5_000, 1)).toBeNull();
  });
});
