import { describe, expect, it } from "vitest";
import { resumeOrder, stopOrder, tellRehearsal } from "./rehearsal";
import { absent, scene, tombstone } from "./scene.testing";
import { givenNow } from "./state";

const NOW = scene().now;
const given = givenNow(scene());

describe("a rehearsal of an instance that the console holds", () => {
  it("tells nothing of an end before the heartbeats were stopped", () => {
    const { phase, facts } = tellRehearsal(scene(), null);
    expect([phase, facts]).toEqual(["before", []]);
    expect(tellRehearsal(absent(), null).phase).toBe("setting");
  });

  it("predicts, says what came, and what etcd took", () => {
    const running = tellRehearsal(scene({ now: NOW + 1_000 }), given);
    expect([running.phase, running.facts.map(({ id }) => id)]).toEqual(["running-out", ["predicted", "actual"]]);
    const end = scene({ now: NOW + 4_500, instance: null, tombstone: tombstone(NOW + 4_310) });
    const gone = tellRehearsal(end, given);
    expect([gone.phase, gone.lease]).toEqual(["gone", "gone"]);
    expect(gone.facts.find(({ id }) => id === "lag")?.value).toEqual({ kind: "seconds", ms: 310 });
  });

  it("asks for what an operator could ask for, with a reason", () => {
    const key = "/services/orders/eu-west/b61e";
    expect(stopOrder({ key })).toEqual({
      path: "registrations/pause",
      body: { key, reason: expect.stringContaining("stage") },
    });
    expect(resumeOrder({ key }).path).toBe("registrations/resume");
  });
});
