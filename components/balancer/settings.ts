import type { PicksRequestInput } from "@/lib/api/policies";
import {
  LONGEST_TIMEOUT_MS,
  MOST_AT_ONCE,
  MOST_PER_SECOND,
  MOST_REQUESTS,
  MOST_RETRIES,
  protocolSchema,
  type TestProtocol,
  type TestRequestsInput,
} from "@/lib/api/test-requests";
import { POLICY_IDS } from "@/lib/balancer/policies";
import type { PolicyId } from "@/lib/balancer/types";
import { headersOf } from "@/lib/test-requests/headers";

/** What a run is set to; all of it stands in the page's address. Numbers are within their bounds. */
export interface Settings {
  service: string;
  /** One at least. */
  policies: PolicyId[];
  count: number;
  concurrency: number;
  perSecond: number;
  protocol: TestProtocol;
  method: string;
  path: string;
  /** `Name: value`, a line each. */
  headers: string;
  body: string;
  timeoutMs: number;
  retries: number;
  ejection: boolean;
  /** Empty: another each time. */
  seed: string;
  key: string;
  datacenter: string;
}

export const DEFAULTS: Settings = {
  service: "",
  policies: ["round-robin", "least-requests"],
  count: 500,
  concurrency: 8,
  perSecond: 100,
  protocol: "http",
  method: "GET",
  path: "/",
  headers: "",
  body: "",
  timeoutMs: 2_000,
  retries: 1,
  ejection: true,
  seed: "1",
  key: "",
  datacenter: "",
};

export const BOUNDS = {
  count: [1, MOST_REQUESTS],
  concurrency: [1, MOST_AT_ONCE],
  perSecond: [1, MOST_PER_SECOND],
  timeoutMs: [10, LONGEST_TIMEOUT_MS],
  retries: [0, MOST_RETRIES],
} as const;
export type NumberSetting = keyof typeof BOUNDS;

/** The address as settings; what it does not say, or says wrongly, is as by default. */
export function readSettings(params: URLSearchParams): Settings {
  const text = (name: keyof Settings) => params.get(name) ?? String(DEFAULTS[name]);
  const number = (name: NumberSetting) => within(name, Number(params.get(name) ?? Number.NaN));
  const named = new Set(params.getAll("policy"));
  const policies = POLICY_IDS.filter((id) => named.has(id));
  const protocol = protocolSchema.safeParse(params.get("protocol"));
  return {
    service: text("service"),
    policies: policies.length > 0 ? policies : DEFAULTS.policies,
    count: number("count"),
    concurrency: number("concurrency"),
    perSecond: number("perSecond"),
    protocol: protocol.success ? protocol.data : DEFAULTS.protocol,
    method: text("method"),
    path: text("path"),
    headers: text("headers"),
    body: text("body"),
    timeoutMs: number("timeoutMs"),
    retries: number("retries"),
    ejection: params.get("ejection") !== "off",
    seed: params.get("seed") === "random" ? "" : text("seed"),
    key: text("key"),
    datacenter: text("datacenter"),
  };
}

export function within(name: NumberSetting, value: number): number {
  const [least, most] = BOUNDS[name];
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : DEFAULTS[name];
}

/** The inverse: only what differs from the default. */
export function paramsOf(settings: Partial<Settings>): Record<string, string | string[] | null> {
  const params: Record<string, string | string[] | null> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (name === "policies") params.policy = same(settings.policies) ? null : (settings.policies ?? []);
    else if (name === "ejection") params.ejection = value ? null : "off";
    else if (name === "seed") params.seed = value === "" ? "random" : value === DEFAULTS.seed ? null : String(value);
    else params[name] = value === DEFAULTS[name as keyof Settings] ? null : String(value);
  }
  return params;
}

function same(policies: readonly PolicyId[] = []): boolean {
  return policies.join() === DEFAULTS.policies.join();
}

/** How one policy is asked who would be next. */
export function picksOf(settings: Settings, policy: PolicyId): PicksRequestInput {
  const { service, count, concurrency } = settings;
  return { service, policy, count, concurrency, ...choosingOf(settings) };
}

function choosingOf({ seed, key, datacenter }: Settings) {
  return {
    ...(/^\d{1,10}$/.test(seed) && { seed: Number(seed) }),
    ...(key !== "" && { key }),
    ...(datacenter !== "" && { datacenter }),
  };
}

/** As the API takes it; what is as the API has it by itself is left out. */
export function requestOf(settings: Settings): TestRequestsInput {
  const { service, protocol, count, concurrency, perSecond, timeoutMs, retries, ejection } = settings;
  const [policy, ...against] = settings.policies;
  const http = protocol === "http" || protocol === "https";
  return {
    service,
    ...(policy && { policy }),
    ...(against.length > 0 && { against }),
    count,
    concurrency,
    perSecond,
    ...(protocol !== "http" && { protocol }),
    ...(http && settings.method !== "GET" && { method: settings.method }),
    ...(http && settings.path !== "/" && { path: settings.path }),
    ...(http && settings.headers.trim() !== "" && { headers: headersOf(settings.headers) }),
    ...(http &&
      settings.body !== "" &&
      settings.method !== "GET" &&
      settings.method !== "HEAD" && { body: settings.body }),
    timeoutMs,
    retries,
    ...(!ejection && { ejection }),
    ...choosingOf(settings),
  };
}
