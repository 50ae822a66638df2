import { connect as connectSocket, isIP, type Socket } from "node:net";
import { buildConnector } from "undici";
import { type Reach, ReachRefused, type Target } from "./reach.types";

/**
 * For undici's `connect` option: each new connection's host is resolved and judged, and the very address that was
 * judged is connected to. Fails with `ReachRefused`. Host header and TLS server name stay those of the URL.
 */
export function createReachConnector(
  reach: Reach,
  options: buildConnector.BuildOptions = {},
): buildConnector.connector {
  const connect = buildConnector(options);
  return (wanted, callback) => {
    const host = wanted.hostname.replace(/^\[(.*)\]$/, "$1");
    const port = Number(wanted.port) || (wanted.protocol === "https:" ? 443 : 80);
    reach.resolve(host, port).then(
      (resolution) => {
        if (resolution.kind === "refused") return callback(new ReachRefused(resolution.refusal), null);
        connect({ ...wanted, ...pinned(resolution.target, wanted.servername) }, callback);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** The same for one target that was resolved before: every connection goes to its address, whatever the URL says. */
export function createPinnedConnector(
  target: Target,
  options: buildConnector.BuildOptions = {},
): buildConnector.connector {
  const connect = buildConnector(options);
  return (wanted, callback) => connect({ ...wanted, ...pinned(target, wanted.servername) }, callback);
}

/** A bare connection to a resolved target; the caller waits for `connect` and ends it. */
export function dial(target: Target): Socket {
  return connectSocket({ host: target.address, port: target.port, family: target.family });
}

function pinned(target: Target, servername: string | undefined) {
  const name = servername || (isIP(target.host) === 0 ? target.host : undefined);
  return {
    hostname: target.address,
    port: String(target.port),
    ...(name === undefined ? {} : { servername: name }),
  };
}
