import { describe, expect, it } from "vitest";
import type { Sighting } from "@/lib/api/sightings";
import { isFailing, sightingWords } from "./sighting-words";

const sighting = (more: Partial<Sighting> = {}): Sighting => ({
  service: "web",
  instance: "a",
  answered: 0,
  failed: 12,
  answeredAt: null,
  lastFailure: { at: 100_000, way: "gateway", kind: "refused", status: null },
  ...more,
});

describe("what the console saw of an instance", () => {
  it("is told as what it is, with its age", () => {
    expect(sightingWords(sighting(), 108_000)).toBe(
      "12 of 12 requests from this console failed in the last minute, last 8 s ago: connection refused.",
    );
  });

  it("tells a later success beside the failure, and does not call it failing any more", () => {
    const later = sighting({ answered: 3, failed: 1, answeredAt: 106_000 });
    expect(sightingWords(later, 108_000)).toBe(
      "1 of 4 requests from this console failed in the last minute, last 8 s ago: connection refused. It answered since, 2 s ago.",
    );
    expect([isFailing(sighting()), isFailing(later)]).toEqual([true, false]);
  });

  it("does not call it failing after the minute, and still says when it failed", () => {
    const old = sighting({ failed: 0, lastFailure: { at: 100_000, way: "fleet", kind: "status", status: 503 } });
    expect(isFailing(old)).toBe(false);
    expect(sightingWords(old, 340_000)).toBe(
      "The last failure of requests that this console saw was 4 min ago: answered 503.",
    );
  });
});
