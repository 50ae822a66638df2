import { expect, it } from "vitest";
import type { Candidate } from "@/lib/balancer/types";
import { createCandidateTable } from "@/lib/discovery/calls/candidate-table";
import { createManualClock } from "@/lib/manual-clock";
import { DEFAULT_LIMITS } from "./gateway.types";
import { createLines } from "./line";

const candidateOf = (service: string): Candidate => ({
  instance: {
    id: `/services/${service}/eu/one`,
    keys: [],
    layout: "path",
    service,
    instance: "one",
    endpoints: [{ protocol: null, host: "127.0.0.1", port: 1 }],
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
});

it("names that are made up leave nothing behind, and services that are there keep their counts", () => {
  const table = createCandidateTable();
  const source = { ...table, revision: "1", stale: false };
  const lines = createLines({ source, policy: "random", clock: createManualClock() }, DEFAULT_LIMITS, {});
  for (let index = 0; index < 1_000; index++) expect(lines.of(`unknown-${index}`)).toBeNull();
  expect([...lines.all()]).toEqual([]);

  table.put(candidateOf("stays"));
  table.tell();
  const stays = lines.of("stays");
  for (let index = 0; index < 1_000; index++) {
    const candidate = candidateOf(`passing-${index}`);
    table.put(candidate);
    table.tell();
    const line = lines.of(candidate.instance.service);
    // Somebody still waits for an answer of this one.
    if (line && index === 0) line.traffic.running = 1;
    table.remove(candidate.instance);
    table.tell();
    // Those that nobody serves any more are asked for all the same, and counted in what is remembered.
    lines.of(candidate.instance.service);
  }
  const names = [...lines.all()].map(({ service }) => service);
  expect(names.length).toBeLessThanOrEqual(102);
  expect(names).toEqual(expect.arrayContaining(["stays", "passing-0", "passing-999"]));
  expect(lines.of("stays")).toBe(stays);
  lines.stop();
});
