import { describe, expect, it } from "vitest";
import { actsFor } from "./acts";
import { notReadyNote } from "./cast";
import { absent, instance, member, reading, scene } from "./scene.testing";
import { FIRST_STATE, givenNow, type StageState } from "./state";
import { type Command, step } from "./step";
import type { Scene } from "./types";

const acts = actsFor({ embeddedMembers: 3 });
const at = (id: string): number => acts.findIndex((act) => act.id === id);
const state = (change: Partial<StageState> = {}): StageState => ({ ...FIRST_STATE, ...change });
const press = (from: StageState, command: Command, now = scene()) => step(from, command, acts, now);
const paths = (orders: readonly { path: string }[]) => orders.map(({ path }) => path);

describe("the talk", () => {
  it("goes on from cue to cue and from act to act with one key", () => {
    const registered = press(state(), { kind: "next" }, absent());
    expect(paths(registered.orders)).toEqual(["fleet/scale"]);
    expect(registered.orders[0]?.body).toMatchObject({ count: 3, ttlSeconds: 5 });
    expect(registered.state.given).toHaveLength(1);
    const beating = press(registered.state, { kind: "next" });
    expect(acts[beating.state.act]?.id).toBe("heartbeats");
    expect(beating.orders).toEqual([]);
    const killing = press(beating.state, { kind: "next" });
    expect(acts[killing.state.act]?.id).toBe("kill");
    const killed = press(killing.state, { kind: "next" });
    expect(killed.orders).toEqual([{ path: "fleet/kill", body: { instances: ["ratings-3"] } }]);
    expect(killed.state.given[0]).toMatchObject({ pid: 4711, leaseId: "77", deadline: reading.deadline[0] + 50 });
  });

  it("remembers at a cue what everything after is compared with, and when the talk began", () => {
    const { state: begun } = press(state(), { kind: "next" }, absent());
    expect(begun.startedAt).toBe(absent().now);
    const { state: later } = press(begun, { kind: "next" }, scene({ now: absent().now + 5_000 }));
    expect(later.startedAt).toBe(absent().now);
    expect(later.since).toBe(absent().now + 5_000);
  });

  it("begins another talk, with a time of its own, where the first act is called by its number", () => {
    const { state: begun } = press(state(), { kind: "next" }, absent());
    const { state: anew } = press(begun, { kind: "act", act: 0 }, absent());
    expect(anew.startedAt).toBeNull();
    const later = scene({ ...absent(), now: absent().now + 60_000 });
    expect(press(anew, { kind: "next" }, later).state.startedAt).toBe(later.now);
    expect(press(begun, { kind: "back" }, absent()).state.startedAt).toBe(absent().now);
  });

  it("keeps what a cue did in the words of that moment, whatever becomes of the process", () => {
    const { state: killed } = press(state({ act: at("kill") }), { kind: "next" });
    expect(killed.given[0]).toMatchObject({ command: "kill -9 4711", orders: [{ path: "fleet/kill" }] });
    const { state: evicted } = press(state({ act: at("evict") }), { kind: "next" });
    expect(evicted.given[0]?.orders[0]?.body).toMatchObject({ modRevision: instance.modRevision });
  });

  it("says what it waits for, and which key helps where it waits for long", () => {
    const note = (change: Partial<Scene>) => notReadyNote("standing", scene(change), state());
    expect(note({})).toBeNull();
    expect(note({ instance: null })).toBe("Setting the scene");
    const since = scene().now - 60_000;
    expect(note({ since, instance: null, member: { ...member, process: "stopped" } })).toContain("R starts it anew");
    expect(note({ since, othersWell: false })).toContain("R resets it");
    expect(note({ since, instance: null })).toContain("R begins anew");
    expect(note({ instance: null, notObservedSince: since })).toContain("etcd does not answer");
  });

  it("does nothing to a scene that is not set yet", () => {
    const kill = state({ act: at("kill"), version: 4 });
    for (const wrong of [
      absent(),
      scene({ othersWell: false }),
      scene({ member: { ...member, cut: true } }),
      scene({ member: { ...member, ttlSeconds: 10 } }),
      scene({ instance: { ...instance, leaseId: "78" } }),
    ])
      expect(press(kill, { kind: "next" }, wrong)).toEqual({ state: kill, orders: [] });
  });

  it("sets the scene of the act it comes to: nothing, where it is set; a reset first, where something is off", () => {
    const frozen = scene({ member: { ...member, process: "paused" } });
    expect(paths(press(state(), { kind: "act", act: at("cut") }, frozen).orders)).toEqual([
      "fleet/reset",
      "fleet/scale",
    ]);
    expect(press(state(), { kind: "act", act: at("cut") }).orders).toEqual([]);
    expect(paths(press(state(), { kind: "act", act: at("cut") }, absent()).orders)).toEqual(["fleet/scale"]);
    expect(paths(press(state({ act: 3 }), { kind: "act", act: 0 }).orders)).toEqual(["fleet/reset"]);
  });

  it("goes back to the act's beginning first, and from there to the act before", () => {
    const { state: killed } = press(state({ act: at("kill") }), { kind: "next" });
    const back = press(killed, { kind: "back" }).state;
    expect([acts[back.act]?.id, back.given]).toEqual(["kill", []]);
    expect(acts[press(back, { kind: "back" }).state.act]?.id).toBe("heartbeats");
    expect(press(state(), { kind: "back" }).state.act).toBe(0);
  });

  it("resets whatever the scene seems to be, and stays in its act", () => {
    const { state: killed } = press(state({ act: at("kill"), trouble: "That did not work." }), { kind: "next" });
    const reset = press(killed, { kind: "reset" });
    expect(paths(reset.orders)).toEqual(["fleet/reset", "fleet/scale"]);
    expect(reset.state).toMatchObject({ act: at("kill"), given: [], trouble: null, reset: { tookMs: null } });
    expect(paths(press(state(), { kind: "reset" }, absent()).orders)).toEqual(["fleet/reset"]);
  });

  it("begins nothing before a reset is done: what the scene shows may be from before it", () => {
    const asked = press(state({ act: at("kill") }), { kind: "reset" }).state;
    expect(press(asked, { kind: "next" })).toEqual({ state: asked, orders: [] });
    expect(notReadyNote("standing", scene(), asked)).toBe("Setting the scene");
    const done = { ...asked, reset: { at: asked.since, tookMs: 1_200 } };
    expect(notReadyNote("standing", scene(), done)).toBeNull();
    expect(paths(press(done, { kind: "next" }).orders)).toEqual(["fleet/kill"]);
    // Nobody waits for one that failed, or that was left for another act.
    expect(notReadyNote("standing", scene(), { ...asked, trouble: "etcd does not answer." })).toBeNull();
    const other = press(asked, { kind: "act", act: at("cut") }, scene({ now: asked.since + 10 })).state;
    expect(notReadyNote("standing", scene(), other)).toBeNull();
  });

  it("begins an act from a reset while what an earlier key had begun may still change the scene", () => {
    const [from, seen] = [state({ act: at("kill") }), absent()];
    expect(paths(step(from, { kind: "ttl" }, acts, seen, false).orders)).toEqual(["fleet/scale"]);
    // The service may come up with the old length any moment, and would then be left as it is.
    const { state: begun, orders } = step(from, { kind: "ttl" }, acts, seen, true);
    expect(paths(orders)).toEqual(["fleet/reset", "fleet/scale"]);
    expect(orders[1]?.body).toMatchObject({ ttlSeconds: begun.ttlSeconds });
  });

  it("takes the next length of a lease and begins the act anew with it", () => {
    const longer = press(state({ act: at("kill") }), { kind: "ttl" });
    expect(longer.state.ttlSeconds).toBe(10);
    expect(longer.orders.at(-1)?.body).toMatchObject({ ttlSeconds: 10 });
    expect(press(longer.state, { kind: "ttl" }).state.ttlSeconds).toBe(3);
  });

  it("skips, repeats, turns black and freezes; the next key brings the picture back", () => {
    expect(press(state({ act: 2 }), { kind: "skip" }).state.act).toBe(3);
    expect(press(state({ act: 2 }), { kind: "again" }).state.act).toBe(2);
    const dark = press(press(state({ act: 1 }), { kind: "black" }).state, { kind: "freeze" }).state;
    expect(dark).toMatchObject({ black: true, frozen: true });
    expect(press(dark, { kind: "next" }).state).toMatchObject({ black: false, frozen: false });
  });

  it("stays where it is at the end, and for a number that no act has", () => {
    const last = state({ act: acts.length - 1, given: [given(), given()] });
    expect(press(last, { kind: "next" }).state).toBe(last);
    expect(press(last, { kind: "act", act: 20 }).state).toBe(last);
  });

  it("gives every change a higher version, so that windows agree on the newest", () => {
    for (const kind of ["next", "skip", "again", "reset", "black", "freeze", "ttl", "back"] as const)
      expect(press(state({ act: 2, version: 7 }), { kind }).state.version).toBe(8);
  });

  it("has no election where etcd is one member", () => {
    expect(actsFor({ embeddedMembers: 1 }).some(({ id }) => id === "election")).toBe(false);
    expect(acts.at(-1)?.id).toBe("election");
  });
});

function given(): StageState["given"][number] {
  return { ...givenNow(scene()), command: "kill -9 1", orders: [] };
}
