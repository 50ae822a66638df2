import { get } from "node:http";
import { networkFailureOf } from "@/lib/discovery/calls/network-failures";
import { discover } from "@/lib/discovery/discover";
import type { Etcd } from "@/lib/discovery/etcd";
import type { Instance } from "@/lib/registry/types";
import type { CallFailed } from "./orders";
import type { CallCount } from "./service";

const BETWEEN_MS = 2_000;
const TIMEOUT_MS = 2_000;
/** What each call is, in words. */
export const CALL = "GET /";

export interface DependencyCalls {
  etcd: Etcd;
  services: readonly string[];
  /** Each call, when it is over: how it failed, or null. */
  onCall(called: Instance, failure: CallFailed | null): void;
}

/** Calls, every few seconds, some instance of each service it depends on, wherever `discover` finds one. */
export function callDependencies({ etcd, services, onCall }: DependencyCalls): { counts(): CallCount[]; stop(): void } {
  const found = discover({ etcd, service: services });
  const counts = new Map(services.map((service) => [service, { service, answered: 0, failed: 0 }]));

  function callOne(service: string): void {
    const instances = found.current.instances.filter((one) => one.service === service);
    const chosen = instances[Math.floor(Math.random() * instances.length)];
    const count = counts.get(service);
    if (!chosen || !count) return;
    call(chosen, (failure) => {
      count[failure ? "failed" : "answered"] += 1;
      onCall(chosen, failure);
    });
  }

  let timer = setTimeout(round, BETWEEN_MS * Math.random());
  function round(): void {
    for (const service of services) callOne(service);
    timer = setTimeout(round, BETWEEN_MS * (0.75 + Math.random() / 2));
  }

  return {
    counts: () => [...counts.values()],
    stop() {
      clearTimeout(timer);
      found.stop();
    },
  };
}

/** Asks once, and says how that failed; null where it was answered well. */
export function call(
  { endpoints: [endpoint] }: Pick<Instance, "endpoints">,
  done: (failure: CallFailed | null) => void,
): void {
  if (!endpoint) {
    done({ kind: "other", status: null });
    return;
  }
  const { host, port } = endpoint;
  let timedOut = false;
  const request = get({ host, port, path: "/", timeout: TIMEOUT_MS, agent: false }, (response) => {
    response.resume();
    const { statusCode = 0 } = response;
    response.once("end", () => done(statusCode === 200 ? null : { kind: "status", status: statusCode }));
    response.once("error", failed);
  });
  request.once("timeout", () => {
    timedOut = true;
    request.destroy(new Error("No answer in time"));
  });
  request.once("error", failed);

  let over = false;
  function failed(error: Error): void {
    if (over) return;
    over = true;
    const { kind } = networkFailureOf(error);
    done({ kind: timedOut ? "timed-out" : kind === "request" ? "other" : kind, status: null });
  }
}
