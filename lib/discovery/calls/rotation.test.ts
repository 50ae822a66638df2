import { expect, it } from "vitest";
import { candidate, named } from "@/lib/balancer/candidates.testing";
import type { Candidate, PolicyId } from "@/lib/balancer/types";
import { systemClock } from "@/lib/clock";
import { createRotation } from "./rotation";

function rotationOf(candidates: readonly Candidate[], policy: PolicyId = "round-robin") {
  const source = {
    revision: "1",
    stale: false,
    of: () => candidates,
    services: () => ["web"],
    onChange: () => () => {},
  };
  return createRotation({ service: "web", source, random: Math.random, clock: systemClock, policy });
}

// A look for somebody else to try took a turn of round robin: after each failure one instance was passed over.
it("asking whether there is anybody else takes no turn", () => {
  for (const policy of ["round-robin", "weighted-round-robin"] as const) {
    const rotation = rotationOf(named(4), policy);
    const order = Array.from({ length: 8 }, () => {
      expect(rotation.hasOther(new Set(["i000"]))).toBe(true);
      return rotation.pick(null)?.instance.id;
    });
    expect(order).toEqual(["i000", "i001", "i002", "i003", "i000", "i001", "i002", "i003"]);
    rotation.stop();
  }
});

it("there is nobody else where all others were tried, drain or weigh nothing", () => {
  const rotation = rotationOf([
    candidate("a"),
    candidate("b"),
    candidate("c", { adminState: "draining" }),
    candidate("d", { weight: 0 }),
  ]);
  expect(rotation.hasOther(new Set(["a"]))).toBe(true);
  expect(rotation.hasOther(new Set(["a", "b"]))).toBe(false);
  rotation.stop();
});

it("addresses without HTTP are no candidates", () => {
  const mail = candidate("mail");
  mail.instance = { ...mail.instance, endpoints: [{ protocol: "smtp", host: "10.0.0.1", port: 25 }] };
  const rotation = rotationOf([mail]);
  expect(rotation.pick(null)).toBeNull();
  expect(rotation.candidates).toEqual([]);
  rotation.stop();
});
