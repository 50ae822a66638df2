import type { Logger } from "pino";
import type { PolicyId, Zone } from "@/lib/balancer/types";
import type { Clock } from "@/lib/clock";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import type { Decision } from "@/lib/discovery/calls/decisions";
import type { Reach } from "@/server/reach/reach.types";

export interface GatewayLimits {
  /** Of a request's body. */
  bodyBytes: number;
  /** Bodies up to this are held, so that they can be sent again to another instance. */
  heldBodyBytes: number;
  /** Of clients, open at once. */
  connections: number;
  /** Requests under way; more are turned away. */
  requests: number;
  /** One attempt, to its answer's headers. */
  attemptTimeoutMs: number;
  attempts: number;
  connectTimeoutMs: number;
  /** How long a body may stand still, on either side. */
  idleMs: number;
  /** To the end of a request's headers. */
  headersMs: number;
  /** To the end of a request's body. */
  requestMs: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  bodyBytes: 16 * 1024 * 1024,
  heldBodyBytes: 64 * 1024,
  connections: 5_000,
  requests: 4_096,
  attemptTimeoutMs: 10_000,
  attempts: 3,
  connectTimeoutMs: 2_000,
  idleMs: 120_000,
  headersMs: 10_000,
  requestMs: 300_000,
};

export interface GatewayOptions {
  source: CandidateSource;
  reach: Reach;
  policy: PolicyId;
  zone?: Zone | null;
  limits?: Partial<GatewayLimits>;
  /** Names, beside loopback's and addresses, under which it may be reached. */
  allowedHosts: readonly string[];
  /** Origins of pages of other sites that may send requests. */
  allowedOrigins: readonly string[];
  /** Whether browsers get pages, frames and service workers of services, all of them on one origin. Not by default. */
  documents?: boolean;
  /** Null: no line per request. */
  accessLog: Logger | null;
  /** For what fails inside: answers that cannot be handed on, and what nobody foresaw. */
  log: Pick<Logger, "warn" | "error">;
  clock: Clock;
  random?: () => number;
  onDecision?: (decision: Decision) => void;
}

/** What went through to one service since the start. Whoever wants a rate looks twice. */
export interface ServiceTraffic {
  service: string;
  requests: number;
  /** Answers by the hundreds of their status: 1xx to 5xx at 1 to 5. Problems of the gateway's own are at 0. */
  byClass: readonly number[];
  retries: number;
  ejections: number;
  running: number;
  /** Milliseconds, of all requests together. */
  durationMs: number;
}
