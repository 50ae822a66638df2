import { z } from "zod";
import { ENVIRONMENT_COLOURS, type EnvironmentColour } from "@/lib/api/boot";
import { POLICY_IDS } from "@/lib/balancer/policies";
import { LOG_LEVELS } from "@/server/log/log";
import { parseRange } from "@/server/reach/ranges";

/**
 * Every setting, once: its name in the environment, its name in rollcall.yaml, and how its text is read. What
 * rollcall.yaml holds is brought to the environment's form first, so that both are held to the same rules.
 */
export const SETTINGS = {
  port: { env: "PORT", yaml: "port", read: wholeNumber(0, 65_535) },
  host: { env: "HOST", yaml: "host", read: z.string() },
  allowedHosts: {
    env: "ROLLCALL_ALLOWED_HOSTS",
    yaml: "allowedHosts",
    read: list(z.string().refine(isHostName, "is not a host name like console.example.com")),
  },
  allowedOrigins: {
    env: "ROLLCALL_ALLOWED_ORIGINS",
    yaml: "allowedOrigins",
    read: list(z.string().refine(isOrigin, "is not an origin like https://console.example.com")),
  },
  connections: { env: "ROLLCALL_CONNECTIONS", yaml: "connections", read: wholeNumber(10, 100_000) },
  endpoints: { env: "ETCD_ENDPOINTS", yaml: "etcd.endpoints", read: list(z.string()) },
  username: { env: "ETCD_USERNAME", yaml: "etcd.username", read: z.string() },
  password: { env: "ETCD_PASSWORD", yaml: "etcd.password", read: z.string() },
  ca: { env: "ETCD_CA", yaml: "etcd.ca", read: z.string() },
  cert: { env: "ETCD_CERT", yaml: "etcd.cert", read: z.string() },
  key: { env: "ETCD_KEY", yaml: "etcd.key", read: z.string() },
  members: {
    env: "ROLLCALL_ETCD_MEMBERS",
    yaml: "etcd.members",
    read: z.enum(["1", "3"], "must be 1 or 3").transform((text) => (text === "3" ? 3 : 1)),
  },
  prefixes: { env: "ROLLCALL_PREFIXES", yaml: "prefixes", read: z.string() },
  writes: { env: "ROLLCALL_WRITES", yaml: "writes", read: yesOrNo() },
  demo: { env: "ROLLCALL_DEMO", yaml: "demo", read: yesOrNo() },
  readOnly: { env: "ROLLCALL_READ_ONLY", yaml: "readOnly", read: yesOrNo() },
  environment: { env: "ROLLCALL_ENVIRONMENT", yaml: "environment", read: environment() },
  secretPattern: { env: "ROLLCALL_SECRET_PATTERN", yaml: "secretPattern", read: pattern() },
  dependencyFields: {
    env: "ROLLCALL_DEPENDENCY_FIELDS",
    yaml: "dependencyFields",
    read: list(z.string().max(200, "is longer than 200 characters")),
  },
  tombstoneSeconds: { env: "ROLLCALL_TOMBSTONE_SECONDS", yaml: "tombstoneSeconds", read: wholeNumber(0, 86_400) },
  historyEvents: { env: "ROLLCALL_HISTORY_EVENTS", yaml: "historyEvents", read: wholeNumber(100, 1_000_000) },
  liveSockets: { env: "ROLLCALL_LIVE_SOCKETS", yaml: "liveSockets", read: wholeNumber(1, 100_000) },
  historyMegabytes: {
    env: "ROLLCALL_HISTORY_MEGABYTES",
    yaml: "historyMegabytes",
    read: wholeNumber(1, 4_096),
  },
  leasePollBudget: { env: "ROLLCALL_LEASE_POLL_BUDGET", yaml: "leasePollBudget", read: wholeNumber(1, 5_000) },
  gatewayPort: { env: "ROLLCALL_GATEWAY_PORT", yaml: "gateway.port", read: portOrOff() },
  gatewayHost: { env: "ROLLCALL_GATEWAY_HOST", yaml: "gateway.host", read: z.string() },
  gatewayPolicy: {
    env: "ROLLCALL_GATEWAY_POLICY",
    yaml: "gateway.policy",
    read: z.enum(POLICY_IDS, `is none of ${POLICY_IDS.join(", ")}`),
  },
  gatewayConnections: {
    env: "ROLLCALL_GATEWAY_CONNECTIONS",
    yaml: "gateway.connections",
    read: wholeNumber(10, 100_000),
  },
  gatewayAccessLog: { env: "ROLLCALL_GATEWAY_ACCESS_LOG", yaml: "gateway.accessLog", read: yesOrNo() },
  gatewayDocuments: { env: "ROLLCALL_GATEWAY_DOCUMENTS", yaml: "gateway.documents", read: yesOrNo() },
  datacenter: { env: "ROLLCALL_DATACENTER", yaml: "datacenter", read: z.string() },
  reachAllow: { env: "ROLLCALL_REACH_ALLOW", yaml: "reach.allow", read: list(addressRange()) },
  testMethods: { env: "ROLLCALL_TEST_METHODS", yaml: "testMethods", read: list(method()) },
  reachDeny: { env: "ROLLCALL_REACH_DENY", yaml: "reach.deny", read: list(addressRange()) },
  webhookUrl: { env: "ROLLCALL_WEBHOOK_URL", yaml: "webhook.url", read: z.string() },
  webhookSecret: { env: "ROLLCALL_WEBHOOK_SECRET", yaml: "webhook.secret", read: z.string() },
  guardMinInstances: {
    env: "ROLLCALL_GUARD_MIN_INSTANCES",
    yaml: "guards.minInstances",
    read: wholeNumber(0, 10_000),
  },
  guardMinPercent: { env: "ROLLCALL_GUARD_MIN_PERCENT", yaml: "guards.minPercent", read: wholeNumber(0, 100) },
  guardEvictionsPerMinute: {
    env: "ROLLCALL_GUARD_EVICTIONS_PER_MINUTE",
    yaml: "guards.evictionsPerMinute",
    read: wholeNumber(0, 10_000),
  },
  guardReason: { env: "ROLLCALL_GUARD_REASON", yaml: "guards.reason", read: yesOrNo() },
  auditDays: { env: "ROLLCALL_AUDIT_DAYS", yaml: "auditDays", read: wholeNumber(1, 3_650) },
  secret: {
    env: "ROLLCALL_SECRET",
    yaml: "secret",
    read: z.string().min(32, "is too short: at least 32 characters, as openssl rand -base64 32 makes them"),
  },
  dataDir: { env: "ROLLCALL_DATA_DIR", yaml: "dataDir", read: z.string() },
  logLevel: {
    env: "ROLLCALL_LOG_LEVEL",
    yaml: "logLevel",
    read: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(", ")}`),
  },
} as const satisfies Record<string, Setting>;

/** Names that mean something to set-up and tests, and nothing here. */
export const OTHER_NAMES: readonly string[] = [
  "ROLLCALL_CONFIG",
  "ROLLCALL_ETCD_BIN",
  "ROLLCALL_BIN_DIR",
  "ROLLCALL_DRAINS_KEY",
  "ROLLCALL_CHROMIUM",
  "ROLLCALL_ETCD_RELEASE_URL",
  "ROLLCALL_IGNORE_INSTALLED",
  "ROLLCALL_TEST_COUNTS",
];

interface Setting {
  env: string;
  yaml: string;
  read: z.ZodType<unknown, string>;
}

export type SettingName = keyof typeof SETTINGS;
export type Settings = { [Name in SettingName]?: z.output<(typeof SETTINGS)[Name]["read"]> };

function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

function portOrOff() {
  const port = wholeNumber(0, 65_535);
  return z.union([z.literal("off"), port], "must be a port, 0 for any free one, or off");
}

function yesOrNo() {
  const words: Record<string, boolean> = {
    "1": true,
    true: true,
    yes: true,
    on: true,
    "0": false,
    false: false,
    no: false,
    off: false,
  };
  return z.string().transform((text, context) => {
    const word = words[text.toLowerCase()];
    if (word === undefined) context.addIssue({ code: "custom", message: "must be 1 or 0" });
    return word ?? false;
  });
}

function list(one: z.ZodType<string, string>) {
  return z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(one));
}

function environment() {
  return z.string().transform((text, context): { name: string; colour: EnvironmentColour } => {
    const [name = "", given] = text.split(":").map((part) => part.trim());
    const colour = ENVIRONMENT_COLOURS.find((one) => one === (given ?? "grey").toLowerCase());
    if (name === "" || name.length > 40)
      context.addIssue({ code: "custom", message: "must be a name of up to 40 characters, as in production:red" });
    if (!colour)
      context.addIssue({
        code: "custom",
        message: `has no colour ${JSON.stringify(given)}; the colours are ${ENVIRONMENT_COLOURS.join(", ")}`,
      });
    return { name, colour: colour ?? "grey" };
  });
}

function pattern() {
  return z.string().transform((text, context) => {
    try {
      return new RegExp(text, "i");
    } catch {
      context.addIssue({ code: "custom", message: "is not a regular expression" });
      return /^$/;
    }
  });
}

function method() {
  return z
    .string()
    .regex(/^[A-Z]{1,20}$/, "is not a method like POST")
    .refine((name) => name !== "CONNECT", "cannot be sent");
}

function addressRange() {
  return z
    .string()
    .refine((text) => parseRange(text) !== null, "is not a range of addresses like 10.0.0.0/8 or fd00::/8");
}

function isHostName(text: string): boolean {
  return /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.test(text);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text.toLowerCase();
}
