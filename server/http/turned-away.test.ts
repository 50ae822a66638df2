import { expect, it } from "vitest";
import { Problem } from "@/lib/errors";
import { createManualClock } from "@/lib/manual-clock";
import { createTurnedAway } from "./turned-away";

function start() {
  const clock = createManualClock();
  const lines: unknown[] = [];
  const turnedAway = createTurnedAway({ clock, log: { warn: (what: unknown) => void lines.push(what) } });
  return { clock, lines, ...turnedAway };
}

it("says the first at once, and the others once a minute by their number", () => {
  const { clock, lines, note } = start();
  for (let times = 0; times < 500; times++) expect(note(new Problem("busy", ""), "/api/v1/instances")).toBe(true);
  note(new Problem("over-budget", ""), "/api/v1/snapshot");
  expect(lines).toEqual([{ routes: { "/api/v1/instances: busy": 1 } }]);
  clock.advance(60_000);
  expect(lines.slice(1)).toEqual([{ routes: { "/api/v1/instances: busy": 499, "/api/v1/snapshot: over-budget": 1 } }]);
  clock.advance(120_000);
  expect(lines).toHaveLength(2);
  note(new Problem("busy", ""), "pages");
  expect(lines[2]).toEqual({ routes: { "pages: busy": 1 } });
});

it("is for what is answered by design: faults are told by whoever finds them", () => {
  const { lines, note } = start();
  for (const code of ["internal", "etcd-unavailable", "etcd-timeout"] as const)
    expect(note(new Problem(code, ""), "/api/v1/status")).toBe(false);
  expect(lines).toEqual([]);
});

it("leaves no timer", () => {
  const { clock, note, stop } = start();
  note(new Problem("busy", ""), "pages");
  stop();
  expect(clock.pending()).toBe(0);
});
