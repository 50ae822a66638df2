import { afterEach, beforeEach, expect, it } from "vitest";
import type { Candidate } from "@/lib/balancer/types";
import { systemClock } from "@/lib/clock";
import { NotTaken } from "./attempt";
import type { Receiver } from "./call.types";
import { createCandidateTable } from "./candidate-table";
import { Exchange } from "./exchange";
import type { CallFailure } from "./failures";
import { startInstance, type TestInstance } from "./instances.testing";
import { createRetryBudget } from "./retry-budget";
import { createRotation, type Rotation } from "./rotation";

let instance: TestInstance;
let rotation: Rotation;
beforeEach(async () => {
  instance = await startInstance("one");
  const table = createCandidateTable();
  const candidate: Candidate = {
    instance: {
      id: "/services/web/eu/one",
      keys: [],
      layout: "path",
      service: "web",
      instance: "one",
      endpoints: [{ protocol: null, host: "127.0.0.1", port: instance.port }],
      metadata: {},
      leaseId: null,
      createRevision: "1",
      modRevision: "1",
      version: "1",
    },
    liveness: "static",
    adminState: "in-service",
    weight: 1,
    datacenter: null,
    since: null,
  };
  table.put(candidate);
  const source = { ...table, revision: "1", stale: false };
  rotation = createRotation({ service: "web", source, policy: "random", random: Math.random, clock: systemClock });
});
afterEach(async () => {
  rotation.stop();
  await instance.kill();
});

const STAGES = ["onAnswer", "onData", "onEnd"] as const;

it.each(STAGES)("what a receiver throws in %s ends the call at once, and counts against nobody", async (stage) => {
  const heard: string[] = [];
  const failure = await new Promise<CallFailure>((resolve) => {
    const at = (now: (typeof STAGES)[number]) => {
      heard.push(now);
      if (now === stage) throw new Error("cannot take this");
      return true;
    };
    const receiver: Receiver = {
      onAnswer: () => at("onAnswer"),
      onData: () => at("onData"),
      onEnd: () => void at("onEnd"),
      onFailure: resolve,
    };
    const parts = {
      rotation,
      budget: createRetryBudget({ now: Date.now }),
      limits: { attemptTimeoutMs: 60_000, attempts: 3 },
      service: "web",
      onDecision: null,
    };
    new Exchange({ method: "GET", path: "/", headers: [], body: null }, parts, receiver).start();
  });
  expect(failure).toBeInstanceOf(NotTaken);
  expect(failure).toMatchObject({ code: "protocol", cause: new Error("cannot take this") });
  expect(heard.at(-1)).toBe(stage);
  expect(instance.seen).toBe(1);
  expect(rotation.ejected.size).toBe(0);
});
