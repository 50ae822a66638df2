import type { FleetInstance } from "@/lib/api/fleet";
import type { LeaseReading } from "@/lib/leases/reading";
import type { Instance, Tombstone } from "@/lib/registry/types";
import { HERO, SERVICE } from "./cast";
import type { Scene } from "./types";

const KEY = `/killrvideo/services/${SERVICE}/${HERO}`;
const NOW = 1_700_000_000_000;

export const member: FleetInstance = {
  id: HERO,
  service: SERVICE,
  datacenter: null,
  process: "running",
  pid: 4711,
  port: 8097,
  since: NOW - 60_000,
  ended: null,
  cut: false,
  ttlSeconds: 5,
  latencyMs: 0,
  errorRate: 0,
  registration: { state: "registered", why: null, error: null, key: KEY, leaseId: "77", at: NOW - 59_000 },
};

export const instance: Instance = {
  id: KEY,
  keys: [KEY],
  layout: "registrator",
  service: SERVICE,
  instance: HERO,
  endpoints: [{ protocol: null, host: "127.0.0.1", port: 8097 }],
  metadata: {},
  leaseId: "77",
  createRevision: "90",
  modRevision: "90",
  version: "1",
};

/** Renewed a second ago: it is over in four. */
export const reading: LeaseReading = {
  leaseId: "77",
  grantedSeconds: 5,
  deadline: [NOW + 3_950, NOW + 4_050],
  renewedAt: [NOW - 1_050, NOW - 950],
  sentAt: NOW - 100,
  observedAt: NOW - 90,
  liveness: "alive",
  since: NOW - 5_000,
  rhythmMs: 2_500,
  jitterMs: 20,
  beatCount: 8,
  renewed: true,
  resets: 0,
  forecast: { deadline: [NOW + 3_950, NOW + 4_050], at: NOW - 90 },
  beats: [],
};

export const tombstone = (removedAtMs: number, change: Partial<Tombstone> = {}): Tombstone => ({
  id: KEY,
  instance,
  revision: "120",
  removedAtMs,
  cause: "expired",
  certainty: "inferred",
  evidence: "",
  forecast: { deadline: [NOW + 3_950, NOW + 4_050], at: NOW + 2_900 },
  ...change,
});

/** The hero stands, all others are well. */
export const scene = (change: Partial<Scene> = {}): Scene => ({
  now: NOW,
  ttlSeconds: 5,
  notObservedSince: null,
  since: NOW - 2_000,
  member,
  othersWell: true,
  instance,
  reading,
  tombstone: null,
  events: [],
  probe: null,
  value: "127.0.0.1:8097",
  listed: [{ id: KEY, instance: HERO, reading }],
  members: null,
  requests: null,
  ...change,
});

export const absent = (): Scene => scene({ member: null, instance: null, reading: null, value: null, listed: [] });
