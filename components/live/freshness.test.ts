import { describe, expect, it } from "vitest";
import type { LiveStatus } from "@/lib/live/protocol";
import type { LiveState } from "@/lib/live/state";
import type { View } from "@/lib/registry/view";
import { freshnessOf, isFrozen } from "./freshness";

const LIVE: LiveStatus = {
  state: "live",
  epoch: "e",
  revision: "7",
  heardAt: 1,
  changedAt: 1,
  source: { state: "watching", since: 0, atomic: true, resumed: false },
  atomic: true,
  serverTime: 2,
};
const DOWN: LiveStatus = {
  ...LIVE,
  state: "stale",
  source: {
    state: "backing-off",
    code: "unavailable",
    message: "etcd does not answer.",
    detail: "ECONNREFUSED",
    attempt: 2,
    retryAt: 9,
  },
};
const view = {} as View;
const state = (part: Partial<LiveState>) => ({
  connection: { state: "open", roundTripMs: 3 } as const,
  status: LIVE,
  view,
  ...part,
});

describe("how far the screen can be trusted", () => {
  it("is live only with a view, a live server and an open connection", () => {
    expect(freshnessOf(state({}), null)).toEqual({ state: "live" });
    expect(freshnessOf(state({ view: null }), null).state).toBe("reading");
  });

  it("says etcd's trouble with its reason and the next try, with and without data", () => {
    const stale = freshnessOf(state({ status: DOWN }), null);
    expect(stale).toMatchObject({ state: "stale", cause: "unavailable", message: "etcd does not answer.", retryAt: 9 });
    expect(isFrozen(stale)).toBe(true);
    expect(freshnessOf(state({ status: null, view: null }), DOWN).state).toBe("stale");
  });

  it("puts a lost console before what the console said last", () => {
    const lost = { state: "lost", since: 5, reason: "gone", retryAt: null } as const;
    expect(freshnessOf(state({ connection: lost }), null)).toMatchObject({ state: "lost", reason: "gone" });
    expect(freshnessOf(state({ connection: { state: "outdated" } }), null).state).toBe("outdated");
  });

  it("reports the progress of the first list", () => {
    const listing: LiveStatus = {
      ...LIVE,
      state: "listing",
      source: { state: "listing", listed: 4000, total: 10_000 },
    };
    expect(freshnessOf(state({ status: listing, view: null }), null)).toEqual({
      state: "reading",
      listed: 4000,
      total: 10_000,
    });
  });

  it("is stale while everything is read anew over old data", () => {
    const relisting: LiveStatus = { ...LIVE, state: "stale", source: { state: "listing", listed: 1, total: null } };
    expect(freshnessOf(state({ status: relisting }), null)).toMatchObject({ state: "stale", cause: "relisting" });
  });
});
