import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import { TurnedAway } from "@/lib/discovery/calls/attempt";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import type { Decision } from "@/lib/discovery/calls/decisions";
import type { Config } from "@/server/config/config";
import { StartError } from "@/server/config/start-error";
import type { Reach } from "@/server/reach/reach.types";
import { kindOf } from "@/server/traffic/kind-of";
import type { SeenOutcome } from "@/server/traffic/sightings";
import type { TrafficCounts } from "@/server/traffic/traffic-counts";
import { createGateway } from "./gateway";

export interface ConsoleGateway {
  /** `consolePort`: beside which it listens where no port of its own was chosen. */
  listen(consolePort: number): Promise<number>;
  stop(): Promise<void>;
}

interface Options {
  config: Config;
  source: CandidateSource;
  reach: Reach;
  clock: Clock;
  log: Logger;
  traffic: Pick<TrafficCounts, "count">;
}

const GRACE_MS = 2_000;

/** The gateway in the console's own process, on the console's own view: what is evicted here gets nothing more from here. */
export function createConsoleGateway({ config, source, reach, clock, log, traffic }: Options): ConsoleGateway | null {
  const { port, host, policy, zone, accessLog, documents, connections } = config.gateway;
  if (port === "off") return null;
  const gateway = createGateway({
    source,
    reach,
    policy,
    zone,
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
    limits: { connections },
    documents,
    accessLog: accessLog ? log : null,
    log,
    clock,
    onDecision(decision) {
      const answered = isAnswered(decision);
      if (answered === null || !("instance" in decision)) return;
      const { service, instance } = decision;
      traffic.count({
        way: "gateway",
        caller: null,
        service,
        instance: instance.id,
        answered,
        failure: failureIn(decision),
      });
    },
  });

  return {
    async listen(consolePort) {
      if (port !== "beside") return gateway.listen(port, host);
      const wanted = consolePort === 0 || consolePort >= 65_535 ? 0 : consolePort + 1;
      return gateway.listen(wanted, host).catch((error) => {
        if (!(error instanceof StartError) || wanted === 0) throw error;
        // Nobody chose this port: another one does as well.
        return gateway.listen(0, host);
      });
    },
    stop: () => gateway.stop(GRACE_MS),
  };
}

/** How the instance failed; null where it did not, or where nothing of it was seen. */
function failureIn(decision: Decision): SeenOutcome["failure"] {
  if (decision.kind === "answered") return decision.status < 500 ? null : { kind: "status", status: decision.status };
  if (decision.kind !== "failed") return null;
  const { code, cause } = decision.failure;
  switch (code) {
    case "timeout":
      return { kind: "timed-out", status: null };
    case "reset":
    case "protocol":
      return { kind: code, status: null };
    case "connect":
      return { kind: kindOf(cause), status: null };
    default:
      return null;
  }
}

/** Null where an attempt is not over, was counted with its answer already, or was given up by the caller. */
function isAnswered(decision: Decision): boolean | null {
  if (decision.kind === "answered") return decision.status < 500;
  if (decision.kind !== "failed") return null;
  const { failure } = decision;
  return failure instanceof TurnedAway || failure.code === "aborted" ? null : false;
}
