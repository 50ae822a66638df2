import { describe, expect, it } from "vitest";
import type { FleetProbe } from "@/lib/api/fleet";
import type { RegistryEvent } from "@/lib/registry/types";
import { actsFor } from "./acts";
import { absent, instance, member, reading, scene, tombstone } from "./scene.testing";
import { givenNow } from "./state";
import type { Act, Fact, Scene } from "./types";

const acts = actsFor({ embeddedMembers: 3 });
const act = (id: string): Act => {
  const found = acts.find((one) => one.id === id);
  if (!found) throw new Error(`There is no act ${id}`);
  return found;
};
const fact = (facts: readonly Fact[], id: string) => facts.find((one) => one.id === id);
const NOW = scene().now;
const cue = givenNow(scene());
const told = (id: string, now: Scene, given = [cue]) => act(id).tell(now, given);

const event = (change: Partial<RegistryEvent>): RegistryEvent => ({
  id: JSON.stringify(change),
  at: NOW,
  revision: "100",
  type: "removed",
  service: instance.service,
  instance: instance.instance,
  key: instance.id,
  ...change,
});

const seen = (change: Partial<FleetProbe>): FleetProbe => ({
  instance: "ratings-3",
  at: NOW + 500,
  pid: 4711,
  process: "running",
  port: 8097,
  accepts: true,
  acceptMs: 0.4,
  answer: { status: 200, ms: 3, own: true },
  ...change,
});

describe("a lease that runs out on stage", () => {
  it("is predicted as a window, which stands from a second before its end", () => {
    const early = told("kill", scene({ now: NOW + 2_900 }));
    expect(early.phase).toBe("running-out");
    expect(fact(early.facts, "predicted")).toMatchObject({
      value: { kind: "window", from: NOW + 4_000, to: NOW + 4_600 },
    });
    expect(fact(early.facts, "predicted")?.note).toBeUndefined();
    const late = told("kill", scene({ now: NOW + 3_000 }));
    expect(fact(late.facts, "predicted")?.note).toBe("stands");
    expect(fact(late.facts, "actual")?.value.kind).toBe("waiting");
  });

  it("shows the actual end, and what etcd took apart from it, only when it was seen", () => {
    expect(fact(told("kill", scene({ now: NOW + 3_500 })).facts, "lag")).toBeUndefined();
    const gone = scene({ now: NOW + 4_500, instance: null, tombstone: tombstone(NOW + 4_310), listed: [] });
    const { phase, facts, lease } = told("kill", gone);
    expect([phase, lease]).toEqual(["gone", "gone"]);
    expect(fact(facts, "actual")?.value).toEqual({ kind: "clock", at: NOW + 4_310 });
    expect(fact(facts, "lag")).toMatchObject({
      value: { kind: "seconds", ms: 310 },
      note: "after the lease was up, ±0.1 s",
    });
  });

  it("keeps the prediction over a reload, from what is left of the instance", () => {
    const gone = scene({ instance: null, reading: null, tombstone: tombstone(NOW + 4_310) });
    expect(fact(told("kill", gone).facts, "predicted")).toMatchObject({ value: { from: NOW + 4_000 } });
  });

  it("makes up no prediction that was not there in time", () => {
    const { forecast: _, ...unforeseen } = tombstone(NOW + 4_310);
    const { forecast: __, ...unread } = reading;
    const { facts } = told("kill", scene({ instance: null, reading: unread, tombstone: unforeseen }));
    expect(fact(facts, "predicted")?.value).toEqual({ kind: "waiting", text: "was not known in time" });
    expect(fact(facts, "lag")).toBeUndefined();
  });

  it("takes no removal of another lease for its own", () => {
    const other = { ...tombstone(NOW + 100), instance: { ...instance, leaseId: "76" } };
    expect(told("kill", scene({ tombstone: other })).phase).toBe("running-out");
  });

  it("says overdue only where that was observed", () => {
    const after = { now: NOW + 4_200 };
    expect(told("kill", scene(after)).phase).toBe("running-out");
    expect(told("kill", scene({ ...after, reading: { ...reading, liveness: "overdue" } })).phase).toBe("overdue");
  });
});

describe("the acts", () => {
  it("begin with what is and claim nothing before their cue", () => {
    for (const one of acts) {
      const now = one.needs === "absent" ? absent() : scene({ members: members("etcd-1") });
      const { facts, title, sentence } = one.tell(now, []);
      expect(title.length).toBeLessThan(48);
      expect(sentence.length).toBeLessThan(170);
      for (const id of ["actual", "predicted", "waited", "lag", "back"]) expect(fact(facts, id)).toBeUndefined();
    }
  });

  it("name the exact signal, with the process that it goes to", () => {
    expect(act("kill").cues[0]?.command(scene())).toBe("kill -9 4711");
    expect(act("hung").cues[0]?.command(scene())).toBe("kill -STOP 4711");
    expect(act("goodbye").cues[0]?.command(scene())).toBe("kill -TERM 4711");
  });

  it("register: shows key and value only once etcd has them", () => {
    expect(told("register", absent()).phase).toBe("starting");
    const { phase, facts } = told("register", scene({ events: [event({ type: "registered", at: NOW - 100 })] }));
    expect(phase).toBe("registered");
    expect(fact(facts, "value")?.value).toEqual({ kind: "code", text: "127.0.0.1:8097" });
    expect(fact(told("register", scene({ value: null })).facts, "value")?.value.kind).toBe("waiting");
    // Asked for are five seconds; what the lease was granted for is etcd's to say.
    const granted = (seconds: number) => told("register", scene({ reading: { ...reading, grantedSeconds: seconds } }));
    expect(granted(7).sentence).toContain("**7 seconds**");
    expect(told("register", scene({ reading: null })).sentence).not.toMatch(/\d/);
  });

  it("register: does not say that there is no key while the one of before still stands", () => {
    const uncued = (now: Scene) => act("register").tell(now, []);
    expect(uncued(absent())).toMatchObject({ lease: "none", facts: [{ value: { text: "no such key" } }] });
    expect(uncued(scene())).toMatchObject({ lease: "there", facts: [{ value: { text: "still there from before" } }] });
  });

  it("heartbeats: counts all that were seen of the lease, beside what etcd itself counts as written", () => {
    const { facts } = act("heartbeats").tell(scene({ reading: { ...reading, beatCount: 70 } }), []);
    expect(fact(facts, "seen")?.value).toEqual({ kind: "text", text: "70" });
    expect(fact(facts, "announced")?.value).toEqual({ kind: "text", text: "0" });
    const written = act("heartbeats").tell(scene({ instance: { ...instance, version: "3" } }), []);
    expect(fact(written.facts, "announced")?.value).toEqual({ kind: "text", text: "2" });
    expect(fact(act("heartbeats").tell(scene({ reading: null }), []).facts, "seen")?.value.kind).toBe("waiting");
  });

  it("kill: shows the process from the process table, and nothing before it was looked at", () => {
    expect(fact(told("kill", scene()).facts, "process")?.value.kind).toBe("waiting");
    const { facts } = told("kill", scene({ probe: seen({ process: "gone", answer: null }) }));
    expect(fact(facts, "process")).toMatchObject({ label: "Process 4711", value: { text: "gone" } });
  });

  it("hung: says what the port and the process table said, and nothing before", () => {
    expect(fact(told("hung", scene()).facts, "port")?.value.kind).toBe("waiting");
    const { facts } = told("hung", scene({ probe: seen({ process: "frozen", answer: null }) }));
    expect(fact(facts, "port")).toMatchObject({ value: { text: "accepts" }, note: "the process is stopped" });
    expect(fact(facts, "answer")?.value).toEqual({ kind: "text", text: "none" });
    const stolen = told(
      "hung",
      scene({ probe: seen({ process: "gone", answer: { status: 200, ms: 2, own: false } }) }),
    );
    expect(fact(stolen.facts, "answer")?.value).toEqual({ kind: "text", text: "none" });
  });

  it("goodbye: measures the wait from the signal", () => {
    const { facts } = told("goodbye", scene({ instance: null, tombstone: tombstone(NOW + 130, { cause: "revoked" }) }));
    expect(fact(facts, "waited")?.value).toEqual({ kind: "seconds", ms: 130 });
    expect(fact(facts, "left")?.value).toEqual({ kind: "seconds", ms: 3_870 });
    expect(fact(facts, "cause")?.value).toEqual({ kind: "text", text: "revoked" });
    const other = { ...tombstone(NOW - 500), instance: { ...instance, leaseId: "76" } };
    expect(told("goodbye", scene({ tombstone: other })).phase).toBe("leaving");
  });

  it("names no cause while it is being found out", () => {
    const evidence = "Its key is gone. etcd is being asked what became of it.";
    const gone = tombstone(NOW + 130, { cause: "unknown", certainty: "inferred", evidence });
    const { facts } = told("goodbye", scene({ instance: null, tombstone: gone }));
    expect(fact(facts, "cause")?.value).toEqual({ kind: "waiting", text: "being found out" });
  });

  it("evict: is guarded by the revision that was seen, and tells when it came back", () => {
    expect(act("evict").cues[0]?.orders(scene())[0]?.body).toMatchObject({ modRevision: "90", mode: "key" });
    expect(act("evict").cues[0]?.orders(absent())).toEqual([]);
    const removed = event({ type: "removed", at: NOW + 20, cause: "evicted", certainty: "exact" });
    const away = told("evict", scene({ now: NOW + 900, instance: null, events: [removed] }));
    expect([away.phase, fact(away.facts, "away")?.value]).toEqual(["away", { kind: "seconds", ms: 880 }]);
    const unwatched = scene({ now: NOW + 9_000, notObservedSince: NOW + 1_000, instance: null, events: [removed] });
    expect(fact(told("evict", unwatched).facts, "away")?.value).toEqual({ kind: "seconds", ms: 980 });
    const before = event({ type: "removed", at: NOW - 100, revision: "80", cause: "revoked" });
    expect(told("evict", scene({ events: [before] })).phase).toBe("evicting");
    const again = event({ type: "registered", at: NOW + 1_900, revision: "101" });
    const back = told(
      "evict",
      scene({ instance: { ...instance, createRevision: "101", modRevision: "101" }, events: [removed, again] }),
    );
    expect([back.phase, fact(back.facts, "back")?.value]).toEqual(["back", { kind: "seconds", ms: 1_880 }]);
  });

  it("balancer: says that nothing is sent where nobody tells of it any more", () => {
    const lastAt = NOW - 400;
    const lanes = { [instance.id]: { answered: 9, failed: 0, lastAt, recent: [] } };
    const requests = { startedAt: NOW - 2_000, sending: true, answered: 9, failed: 0, lanes };
    const sent = { ...cue, at: NOW - 2_000 };
    expect(told("balancer", scene({ requests }), [sent]).phase).toBe("sending");
    expect(told("balancer", scene({ requests }), [sent, cue]).phase).toBe("failing");
    for (const given of [[sent], [sent, sent]]) {
      expect(told("balancer", scene({ requests, now: NOW + 10_000 }), given).phase).toBe("silent");
      expect(told("balancer", scene({ requests: null, now: NOW + 10_000 }), given).phase).toBe("silent");
    }
  });

  it("election: is over when another leads, and the ring is full by a reset and no heartbeat", () => {
    const killed = givenNow(scene({ members: members("etcd-2") }));
    const struck = { ...givenNow(scene({ members: members("etcd-2") })), at: NOW + 2_000 };
    const without = members("etcd-9").map((one) =>
      one.name === "etcd-2" ? { ...one, id: null, pid: null, leads: false } : one,
    );
    expect(told("election", scene({ members: without }), [killed, struck]).phase).toBe("electing");
    const next = members("etcd-3", "3");
    expect(told("election", scene({ members: next }), [killed, struck]).phase).toBe("elected");
    const full: Scene["reading"] = {
      ...reading,
      resets: 1,
      renewedAt: null,
      deadline: [NOW + 7_900, NOW + 8_100],
      forecast: { deadline: [NOW + 7_900, NOW + 8_100], at: NOW + 3_100 },
    };
    const { phase, facts } = told("election", scene({ members: next, reading: full }), [killed, struck]);
    expect(phase).toBe("reset");
    expect(fact(facts, "moved")?.value).toEqual({ kind: "seconds", ms: 4_000 });
    expect(fact(facts, "leader")).toMatchObject({ value: { text: "etcd-3" }, note: "term 3, was etcd-2" });
    expect(act("election").cues[1]?.orders(scene({ members: without }))).toEqual([]);
  });

  it("have notes for the speaker, and a command for every cue", () => {
    for (const { notes, cues } of acts) {
      expect(notes.length).toBeGreaterThan(1);
      for (const one of cues)
        expect(one.command(scene({ member, members: members("etcd-1") })).length).toBeGreaterThan(8);
    }
  });
});

function members(leader: string, raftTerm = "2"): NonNullable<Scene["members"]> {
  return ["etcd-1", "etcd-2", "etcd-3"].map((name, index) => ({
    name,
    endpoint: `http://127.0.0.1:${index}`,
    pid: 100 + index,
    id: String(index + 1),
    raftTerm,
    leads: name === leader,
  }));
}

describe("an election that comes too late", () => {
  it("says that the lease had ended before, and not that it was given once more", () => {
    const gone = scene({ now: NOW + 6_000, instance: null, tombstone: tombstone(NOW + 4_310) });
    const struck = { ...cue, at: NOW + 5_000 };
    expect(told("election", gone, [cue, struck]).phase).toBe("too-late");
    expect(told("election", gone, [cue]).phase).toBe("too-late");
    expect(told("election", gone, [cue, { ...cue, at: NOW + 2_000 }]).phase).toBe("gone");
  });
});
