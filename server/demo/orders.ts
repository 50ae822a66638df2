/** What the fleet tells its processes in their environment, and what they say back on stdout, one JSON object a line. */
import type { SightingKind } from "@/lib/api/sightings";
import type { RegistrationState } from "@/lib/discovery/registration.types";
import type { FamilyService } from "./family";

/** The variable that holds the `Orders` as JSON. */
export const ORDERS = "ROLLCALL_DEMO_ORDERS";

export interface Orders {
  etcd: string;
  service: FamilyService;
  /** The instance's name; in layouts where the address is the name, only for people. */
  instance: string;
  datacenter: string | null;
  ttlSeconds: number;
  heartbeatSeconds: number;
  /** Whoever presents it may set latency and errors. */
  token: string;
  /** Set for the process that makes a storm: how many come or go in a second, and how many stand at once. */
  storm: { perSecond: number; standing: number } | null;
}

export type Report =
  | { say: "listening"; port: number }
  /** It called another service: what was tried, and how it failed; null where it was answered. */
  | { say: "called"; service: string; instance: string; request: string; failure: CallFailed | null }
  | {
      say: "registration";
      state: RegistrationState["kind"];
      why: string | null;
      error: string | null;
      key: string;
      leaseId: string | null;
    };

export interface CallFailed {
  kind: SightingKind;
  /** Of kind `status`: HTTP's. */
  status: number | null;
}

export interface Behaviour {
  /** Added to each answer but health. */
  latencyMs: number;
  /** The share of requests answered with 500, from 0 to 1. */
  errorRate: number;
}
