import type { Environment } from "@/lib/api/boot";
import type { PolicyId, Zone } from "@/lib/balancer/types";
import { HISTORY_BYTES, MEGABYTE } from "@/lib/budgets";
import type { GuardPolicy } from "@/lib/guards/judge";
import { DEFAULT_PREFIXES, parsePrefixes } from "@/lib/layouts/prefixes";
import type { WatchedPrefix } from "@/lib/layouts/types";
import { DEFAULT_DEPENDENCY_FIELDS } from "@/lib/map/dependencies";
import { isLoopback } from "@/server/http/host-check";
import type { LogLevel } from "@/server/log/log";
import type { ReachRules } from "@/server/reach/reach.types";
import { type EtcdConfig, readEtcd } from "./etcd";
import { SETTINGS, type Settings } from "./settings";
import { readSources, type Environment as Variables } from "./sources";
import { StartError } from "./start-error";
import { readWebhook, type WebhookConfig } from "./webhook";

export interface Config {
  port: number;
  host: string;
  allowedHosts: string[];
  allowedOrigins: string[];
  /** How many connections clients may have open at once. */
  connections: number;
  /** Null: an embedded etcd of our own. */
  etcd: EtcdConfig | null;
  /** How many members an etcd of our own has. */
  members: 1 | 3;
  prefixes: WatchedPrefix[];
  /** Whether the console runs a demo fleet: only on an etcd of its own. */
  demo: boolean;
  /** Null where writing is allowed, else why not. */
  readOnlyReason: string | null;
  environment: Environment | null;
  secretPattern: RegExp | undefined;
  /** Metadata fields in which a registration says whom it calls. */
  dependencyFields: readonly string[];
  tombstoneSeconds: number;
  historyEvents: number;
  /** Live connections open at once. */
  liveSockets: number;
  /** What the history's events may come to together. */
  historyMegabytes: number;
  /** LeaseTimeToLive calls a second. */
  leasePollBudget: number;
  gateway: GatewayConfig;
  /** Which addresses may be asked by the gateway, test requests and checks. */
  reach: ReachRules;
  /** What test requests may send over HTTP. */
  testMethods: string[];
  /** Null: nobody is told. */
  webhook: WebhookConfig | null;
  guards: GuardPolicy;
  /** How long entries of the audit trail are kept. */
  auditDays: number;
  /** Authenticates what consoles keep in etcd. Null: one is made in the data directory. */
  secret: string | null;
  dataDir: string;
  logLevel: LogLevel;
  /** What was found and passed over, in a sentence each: to be said once at the start. */
  notes: readonly string[];
}

export interface GatewayConfig {
  /** `beside`: the one after the console's, or the next free one. */
  port: number | "beside" | "off";
  host: string;
  policy: PolicyId;
  /** A line per request. */
  accessLog: boolean;
  /** How many connections its clients may have open at once. */
  connections: number;
  /** Whether browsers get pages of services through it. */
  documents: boolean;
  /** Where the gateway itself stands: instances of the same datacenter come first. */
  zone: Zone | null;
}

/**
 * Reads and checks everything; throws one `StartError` that lists every mistake. `program` is who will run with it: only
 * the console listens on both ports.
 */
export function readConfig(variables: Variables, program: "console" | "gateway" | "fleet" = "console"): Config {
  const { given, mistakes, notes } = readSources(variables);
  const settings: Settings = {};
  for (const [name, { text, from }] of given) {
    const result = SETTINGS[name].read.safeParse(text);
    if (result.success) Object.assign(settings, { [name]: result.data });
    else for (const { message, path } of result.error.issues) mistakes.push(`${from}${nth(path)} ${message}.`);
  }
  const host = settings.host ?? "127.0.0.1";
  if (!isLoopback(host))
    mistakes.push(
      `${given.get("host")?.from ?? "HOST"} is ${host}, where others could reach the console, and sign-in does not exist yet. Leave it at 127.0.0.1 and reach it through a tunnel (ssh -L 3000:127.0.0.1:3000 …).`,
    );
  const etcd = readEtcd(settings, given, mistakes);
  if (etcd && settings.demo)
    mistakes.push(
      `${given.get("demo")?.from ?? "ROLLCALL_DEMO"} asks for the demo fleet, which runs on Rollcall's own etcd only: it would fill yours. Leave out ETCD_ENDPOINTS, or ROLLCALL_DEMO.`,
    );
  if (etcd && settings.members)
    mistakes.push(
      `${given.get("members")?.from ?? "ROLLCALL_ETCD_MEMBERS"} is about an etcd of Rollcall's own, and ETCD_ENDPOINTS names yours. Leave out one of them.`,
    );
  const { prefixes, mistakes: wrongPrefixes } = parsePrefixes(settings.prefixes ?? DEFAULT_PREFIXES);
  const prefixesFrom = given.get("prefixes")?.from ?? "ROLLCALL_PREFIXES";
  mistakes.push(...wrongPrefixes.map((sentence) => `${prefixesFrom}: ${sentence}`));
  const webhook = readWebhook(settings, given, mistakes);
  const port = settings.port ?? 3000;
  const gatewayHost = settings.gatewayHost ?? "127.0.0.1";
  if (program === "console" && port !== 0 && settings.gatewayPort === port && mayCollide(host, gatewayHost))
    mistakes.push(
      `${given.get("gatewayPort")?.from ?? "ROLLCALL_GATEWAY_PORT"} is ${port}, and so is ${given.get("port")?.from ?? "PORT, which is 3000 where nothing is set"}: console and gateway need a port each. Leave out the gateway's to have the next free one.`,
    );
  if (mistakes.length > 0) throw new StartError(listed(mistakes));
  const demo = settings.demo ?? etcd === null;
  return {
    port,
    host,
    allowedHosts: settings.allowedHosts ?? [],
    allowedOrigins: settings.allowedOrigins ?? [],
    connections: settings.connections ?? 1_000,
    etcd,
    members: settings.members ?? 1,
    prefixes,
    demo,
    readOnlyReason: readOnlyReason(settings, etcd === null),
    environment: settings.environment ?? null,
    secretPattern: settings.secretPattern,
    dependencyFields: settings.dependencyFields ?? DEFAULT_DEPENDENCY_FIELDS,
    tombstoneSeconds: settings.tombstoneSeconds ?? 600,
    historyEvents: settings.historyEvents ?? 20_000,
    liveSockets: settings.liveSockets ?? 1_000,
    historyMegabytes: settings.historyMegabytes ?? HISTORY_BYTES / MEGABYTE,
    // Somebody's own etcd has other things to do.
    leasePollBudget: settings.leasePollBudget ?? (etcd ? 200 : 1_000),
    gateway: {
      port: settings.gatewayPort ?? "beside",
      host: gatewayHost,
      policy: settings.gatewayPolicy ?? "least-requests",
      accessLog: settings.gatewayAccessLog ?? false,
      connections: settings.gatewayConnections ?? 5_000,
      documents: settings.gatewayDocuments ?? false,
      zone: settings.datacenter === undefined ? null : { datacenter: settings.datacenter },
    },
    reach: { allow: settings.reachAllow ?? null, deny: settings.reachDeny ?? [], loopback: demo },
    webhook,
    guards: {
      minInstances: settings.guardMinInstances ?? 1,
      minPercent: settings.guardMinPercent ?? 50,
      evictionsPerMinute: settings.guardEvictionsPerMinute ?? 10,
      reasonRequired: settings.guardReason ?? true,
    },
    auditDays: settings.auditDays ?? 90,
    testMethods: [...new Set(["GET", "HEAD", ...(settings.testMethods ?? [])])],
    secret: settings.secret ?? null,
    dataDir: settings.dataDir ?? ".rollcall",
    logLevel: settings.logLevel ?? "info",
    notes,
  };
}

function readOnlyReason({ readOnly, writes }: Settings, embedded: boolean): string | null {
  if (readOnly) return "ROLLCALL_READ_ONLY is set.";
  if (writes ?? embedded) return null;
  return writes === false
    ? "ROLLCALL_WRITES is 0."
    : "This is somebody's own etcd, where writing is off until ROLLCALL_WRITES=1 is set.";
}

/** Whether two listeners on one port would get in each other's way. */
function mayCollide(a: string, b: string): boolean {
  const everywhere = (host: string) => ["0.0.0.0", "::", "[::]"].includes(host);
  const plain = (host: string) => (host === "localhost" ? "127.0.0.1" : host.toLowerCase().replace(/^\[|\]$/g, ""));
  return everywhere(a) || everywhere(b) || plain(a) === plain(b);
}

function nth(path: readonly PropertyKey[]): string {
  const index = path[0];
  return typeof index === "number" ? `, entry ${index + 1},` : "";
}

function listed(mistakes: readonly string[]): string {
  const [only] = mistakes;
  if (mistakes.length === 1 && only !== undefined) return `The configuration has a mistake: ${only}`;
  return `The configuration has ${mistakes.length} mistakes:\n${mistakes.map((one) => `  - ${one}`).join("\n")}`;
}
