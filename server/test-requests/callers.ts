import type { TestRequests } from "@/lib/api/test-requests";
import { spokenInstead } from "@/lib/discovery/calls/endpoints";
import { formatAddress } from "@/lib/layouts/address";
import type { Endpoint, Instance } from "@/lib/registry/types";
import type { Reach, Target } from "@/server/reach/reach.types";
import { endpointFor } from "./endpoint";
import { type Caller, failed, type Outcome } from "./outcome";
import { createGrpcCaller } from "./protocols/grpc";
import { createHttpCaller } from "./protocols/http";
import { createTcpCaller } from "./protocols/tcp";

export interface Callers {
  /** Sends one request to an instance. Never rejects. */
  call(instance: Instance, signal: AbortSignal): Promise<Outcome>;
  close(): void;
}

export type Wanted = Pick<TestRequests, "protocol" | "method" | "path" | "headers" | "timeoutMs" | "concurrency"> & {
  body?: string | undefined;
  healthService: string;
};

/** One run's ways to the instances. Each address is judged and resolved once, and stays what it was for the whole run. */
export function createCallers(reach: Reach, wanted: Wanted): Callers {
  const known = new Map<string, Promise<Caller | Outcome>>();
  let closed = false;

  async function open(endpoint: Endpoint): Promise<Caller | Outcome> {
    const resolution = await reach.resolve(endpoint.host, endpoint.port);
    if (resolution.kind === "refused") {
      const { code, message } = resolution.refusal;
      return failed(code === "unresolved" ? "dns" : "not-allowed", message);
    }
    return callerTo(resolution.target, endpoint);
  }

  function callerTo(target: Target, endpoint: Endpoint): Caller {
    switch (wanted.protocol) {
      case "tcp":
        return createTcpCaller(target);
      case "grpc":
        return createGrpcCaller(target, wanted.healthService, wanted.timeoutMs);
      case "http":
      case "https": {
        const secure = wanted.protocol === "https" || endpoint.protocol === "https";
        const { method, path, headers, body, timeoutMs } = wanted;
        return createHttpCaller(target, secure, { method, path, headers, body, timeoutMs }, wanted.concurrency);
      }
    }
  }

  return {
    async call(instance, signal) {
      const endpoint = endpointFor(wanted.protocol, instance);
      if (!endpoint)
        return failed(
          "no-endpoint",
          `It registered no address where ${wanted.protocol} is spoken: ${spokenInstead([instance])}.`,
        );
      const name = `${endpoint.protocol ?? ""}://${formatAddress(endpoint.host, endpoint.port)}`;
      let opened = known.get(name);
      if (!opened) {
        opened = open(endpoint);
        known.set(name, opened);
      }
      const caller = await opened;
      if (closed) return failed("other", "The run has ended.");
      return "call" in caller ? caller.call(signal) : caller;
    },
    close() {
      closed = true;
      for (const opened of known.values()) void opened.then((caller) => "call" in caller && caller.close());
    },
  };
}
