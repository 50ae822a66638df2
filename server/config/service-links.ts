import { isIP } from "node:net";

/**
 * Kubernetes gives every pod variables that tell where each Service of its namespace listens
 * (https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables), and Docker's
 * links did so before it. For a Service named `rollcall` or `etcd` they begin like settings of ours.
 */
export interface ServiceLinks {
  /** Whether this variable is part of such a link, so that it is no setting. */
  has(name: string): boolean;
  /** Names of the Services, as far as their variables begin like settings of ours: `rollcall`, `rollcall-gateway`. */
  readonly services: readonly string[];
}

const isUrl = (value: string) => /^(?:tcp|udp|sctp):\/\/\S+$/i.test(value);
const isNumber = (value: string) => /^\d{1,5}$/.test(value);
const isAddress = (value: string) => isIP(value) !== 0;

/** What follows the Service's name, and what its value looks like. The longer endings come first. */
const PARTS: readonly [ending: RegExp, isValue: (value: string) => boolean][] = [
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)_PROTO$/, (value) => /^(?:tcp|udp|sctp)$/i.test(value)],
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)_PORT$/, isNumber],
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)_ADDR$/, isAddress],
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)$/, isUrl],
  [/_SERVICE_HOST$/, isAddress],
  [/_SERVICE_PORT(?:_[A-Z0-9_]+)?$/, isNumber],
  [/_PORT$/, isUrl],
];

/** Docker adds the linked container's name and its variables, whatever they hold. */
const DOCKER_PART = /^_(?:NAME|ENV_\w+)$/;

/** Finds the links among the variables. A name alone proves nothing: its value has to be what a link holds. */
export function findServiceLinks(
  environment: Readonly<Record<string, string | undefined>>,
  isOurs: (name: string) => boolean,
): ServiceLinks {
  const names = new Set<string>();
  const bases = new Set<string>();
  for (const [name, value = ""] of Object.entries(environment)) {
    const part = PARTS.find(([ending]) => ending.test(name));
    if (!part || !isOurs(name) || !part[1](value.trim())) continue;
    names.add(name);
    bases.add(name.replace(part[0], ""));
  }
  for (const base of bases) {
    if (!names.has(`${base}_PORT`)) continue;
    for (const name of Object.keys(environment))
      if (name.startsWith(base) && DOCKER_PART.test(name.slice(base.length))) names.add(name);
  }
  return {
    has: (name) => names.has(name),
    services: [...bases].map((base) => base.toLowerCase().replaceAll("_", "-")).sort(),
  };
}
