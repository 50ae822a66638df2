import { describe, expect, it } from "vitest";
import type { Sighting } from "@/lib/api/sightings";
import { isFailing, sightingWords } from "./sighting-words";

const sighting = (more: Partial<Sighting> = {}): Sighting => ({
  service: "web",
  instance: "a",
  answered: 0,
  failed: 12,
  answeredAt: null,
  lastFailure: { at: 100_000, way: "gateway", caller: null, request: null, kind: "refused", status: null },
  ...more,
});

describe("what the console saw of an instance", () => {
  it("is told as what it is, with its age", () => {
    expect(sightingWords(sighting(), 108_000)).toBe(
      "12 of 12 requests failed in the last minute. The last was a call through the gateway, 8 s ago: connection refused.",
    );
  });

  it("tells a later success beside the failure, and does not call it failing any more", () => {
    const later = sighting({ answered: 3, failed: 1, answeredAt: 106_000 });
    expect(sightingWords(later, 108_000)).toBe(
      "1 of 4 requests failed in the last minute. The last was a call through the gateway, 8 s ago: connection refused. It answered since, 2 s ago.",
    );
    expect([isFailing(sighting()), isFailing(later)]).toEqual([true, false]);
  });

  it("does not call it failing after the minute, and still says when it failed", () => {
    const caller = { service: "web", instance: "/services/web/eu/web-1" };
    const old = sighting({
      failed: 0,
      lastFailure: { at: 100_000, way: "fleet", caller, request: "GET /", kind: "status", status: 503 },
    });
    expect(isFailing(old)).toBe(false);
    expect(sightingWords(old, 340_000)).toBe(
      "The last request that failed was GET / from /services/web/eu/web-1 of the demo fleet, 4 min ago: answered 503.",
    );
  });

  // Of calls among the demo fleet only "no answer" was told, whatever had happened.
  it("says what was tried and by whom, whichever way it was seen", () => {
    const caller = { service: "web", instance: null };
    const words = (lastFailure: Partial<Sighting["lastFailure"]>) =>
      sightingWords(sighting({ lastFailure: { ...sighting().lastFailure, ...lastFailure } }), 108_000).split(
        "The last was ",
      )[1];
    expect(words({ way: "test-requests", request: "TCP connection", kind: "timed-out" })).toBe(
      "a test request, TCP connection, 8 s ago: no answer in time.",
    );
    expect(words({ way: "fleet", caller, request: "GET /" })).toBe(
      "GET / from web of the demo fleet, 8 s ago: connection refused.",
    );
  });
});
