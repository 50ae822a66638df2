import type { Logger } from "pino";
import type { Clock } from "@/lib/clock";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import type { Config } from "@/server/config/config";
import { StartError } from "@/server/config/start-error";
import type { Reach } from "@/server/reach/reach.types";
import { createGateway, type Gateway } from "./gateway";

export interface ConsoleGateway extends Pick<Gateway, "traffic"> {
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
}

const GRACE_MS = 2_000;

/** The gateway in the console's own process, on the console's own view: what is evicted here gets nothing more from here. */
export function createConsoleGateway({ config, source, reach, clock, log }: Options): ConsoleGateway | null {
  const { port, host, policy, zone, accessLog } = config.gateway;
  if (port === "off") return null;
  const gateway = createGateway({
    source,
    reach,
    policy,
    zone,
    allowedHosts: config.allowedHosts,
    allowedOrigins: config.allowedOrigins,
    accessLog: accessLog ? log : null,
    clock,
  });

  return {
    traffic: gateway.traffic,
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
