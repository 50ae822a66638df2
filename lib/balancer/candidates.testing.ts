import type { Candidate } from "./types";

/** Somebody alive, in service, of weight 1, unless said otherwise. */
export function candidate(id: string, parts: Partial<Omit<Candidate, "instance">> = {}): Candidate {
  return {
    instance: {
      id,
      keys: [id],
      layout: "test",
      service: "web",
      instance: id,
      endpoints: [{ protocol: "http", host: "10.0.0.1", port: 80 }],
      metadata: {},
      leaseId: "1",
      createRevision: "1",
      modRevision: "1",
      version: "1",
    },
    liveness: "alive",
    adminState: "in-service",
    weight: 1,
    datacenter: null,
    since: null,
    ...parts,
  };
}

export function named(count: number, parts: Partial<Omit<Candidate, "instance">> = {}): Candidate[] {
  return Array.from({ length: count }, (_, index) => candidate(`i${String(index).padStart(3, "0")}`, parts));
}
