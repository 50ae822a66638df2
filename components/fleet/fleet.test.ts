import { describe, expect, it, test } from "vitest";
import type { FleetInstance, FleetService } from "@/lib/api/fleet";
import { fleetCommands } from "./fleet-commands";
import { fleetRowsOf } from "./fleet-rows";
import { difference, saidWords } from "./truths";
import { orderFor } from "./verb-buttons";
import { VERBS, verbForKey } from "./verbs";

const web = (more: Partial<FleetInstance> = {}): FleetInstance => ({
  id: "web-1",
  service: "Web",
  datacenter: "eu-west",
  process: "running",
  pid: 4711,
  port: 8080,
  since: 1_000,
  ended: null,
  cut: false,
  ttlSeconds: 10,
  latencyMs: 0,
  errorRate: 0,
  registration: {
    state: "registered",
    why: null,
    error: null,
    key: "/services/Web/eu-west/web-1",
    leaseId: "7",
    at: 2_000,
  },
  ...more,
});

const service = (...instances: FleetInstance[]): FleetService => ({
  name: "Web",
  layout: "path",
  prefix: "/services/",
  keeping: "keep-alive",
  dependsOn: [],
  beginsWith: 3,
  instances,
});

describe("the two truths", () => {
  it.each([
    [{}, "alive"],
    [{ process: "stopped" }, "gone"],
    [{ process: "stopped" }, null],
    [{ process: "starting" }, null],
  ] as const)("agree where nothing has to be said: %j, %s", (process, registered) => {
    expect(difference(web(process), "keep-alive", registered)).toBeNull();
  });

  it.each([
    [{ process: "stopped" }, "keep-alive", "alive", "until its lease has run out"],
    [{ process: "stopped" }, "static", "static", "Without a lease the key stays"],
    [{ process: "paused" }, "keep-alive", "alive", "Unless it goes on"],
    [{ process: "paused" }, "keep-alive", "gone", "registers again"],
    [{ cut: true }, "keep-alive", "late", "cannot renew"],
    [{ cut: true }, "re-put", "gone", "nobody finds it"],
    [{}, "keep-alive", "gone", "puts it back"],
  ] as const)("differ and it is said how: %j, %s, %s", (process, keeping, registered, words) => {
    expect(difference(web(process), keeping, registered)).toContain(words);
  });

  it("a process says its state, and why it lost another one", () => {
    expect(saidWords(null)).toBeNull();
    expect(saidWords(web().registration)).toBe("registered");
    const away = { ...web().registration, state: "away", why: "revoked" } as FleetInstance["registration"];
    expect(saidWords(away)).toBe("taken out, lease was revoked");
  });
});

describe("orders", () => {
  const paused = web({ id: "web-2", process: "paused", pid: 4712 });

  it("go only to those that they change, with the signal that does the same", () => {
    const [kill, resume] = ["kill", "resume"].map((id) => VERBS.find((verb) => verb.id === id));
    if (!kill || !resume) throw new Error("There are such verbs");
    expect(orderFor(resume, [web(), paused])).toEqual({
      verb: "resume",
      body: { instances: ["web-2"] },
      signal: { name: "CONT", pids: [4712] },
    });
    expect(orderFor(kill, [web({ process: "stopped" })])).toBeNull();
  });

  it("a key means what fits the first of them", () => {
    expect(verbForKey("p", [web()])?.id).toBe("pause");
    expect(verbForKey("p", [paused, web()])?.id).toBe("resume");
    expect(verbForKey("s", [web({ process: "stopped" })])?.id).toBe("start");
    expect(verbForKey("p", [web({ process: "stopped" })])).toBeNull();
  });

  it("are shown as commands", () => {
    const last = { verb: "kill", body: { instances: ["web-1"] }, signal: { name: "KILL", pids: [4711] } };
    const commands = fleetCommands("http://localhost:3000", last);
    expect(commands.map(({ line }) => line)).toEqual([
      `curl -s -H 'Content-Type: application/json' -H 'Origin: http://localhost:3000' -d '{"instances":["web-1"]}' http://localhost:3000/api/v1/fleet/kill`,
      "curl -s http://localhost:3000/api/v1/fleet",
      "kill -KILL 4711",
    ]);
  });
});

test("a row of which nothing changed is the same object", () => {
  const [one, two] = [web(), web({ id: "web-2" })];
  const before = fleetRowsOf([service(one, two)], []);
  const known = before[0]?.service;
  const after = fleetRowsOf([{ ...service(one, web({ id: "web-2", process: "paused" })) }], before);
  expect(before.map(({ id }) => id)).toEqual(["Web", "web-1", "web-2"]);
  expect(after[0]?.service).not.toBe(known);
  const again = fleetRowsOf(before[0] ? [before[0].service] : [], before);
  expect(again.every((row, at) => row === before[at])).toBe(true);
});
