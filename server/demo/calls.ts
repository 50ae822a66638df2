import { get } from "node:http";
import { discover } from "@/lib/discovery/discover";
import type { Etcd } from "@/lib/discovery/etcd";
import type { Instance } from "@/lib/registry/types";
import type { CallCount } from "./service";

const BETWEEN_MS = 2_000;
const TIMEOUT_MS = 2_000;

export interface DependencyCalls {
  etcd: Etcd;
  services: readonly string[];
  /** Each call, when it is over. */
  onCall(called: Instance, answered: boolean): void;
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
    call(chosen, (well) => {
      count[well ? "answered" : "failed"] += 1;
      onCall(chosen, well);
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

function call({ endpoints: [endpoint] }: Instance, done: (well: boolean) => void): void {
  if (!endpoint) {
    done(false);
    return;
  }
  const { host, port } = endpoint;
  const request = get({ host, port, path: "/", timeout: TIMEOUT_MS, agent: false }, (response) => {
    response.resume();
    response.once("end", () => done(response.statusCode === 200));
  });
  request.once("timeout", () => request.destroy(new Error("No answer in time")));
  request.once("error", () => done(false));
}
