import type { TestProtocol } from "@/lib/api/test-requests";
import type { Endpoint, Instance } from "@/lib/registry/types";

const SPOKEN: Record<TestProtocol, readonly string[]> = {
  http: ["http", "https"],
  https: ["https", "http"],
  grpc: ["grpc", "grpcs", "h2c"],
  tcp: [],
};

/** Where a protocol is spoken: the endpoint that says so, else one that says nothing, else, for TCP, any. */
export function endpointFor(protocol: TestProtocol, { endpoints }: Pick<Instance, "endpoints">): Endpoint | null {
  const usable = endpoints.filter(({ port, protocol: spoken }) => port > 0 && spoken !== "udp");
  for (const wanted of SPOKEN[protocol]) {
    const found = usable.find(({ protocol: spoken }) => spoken === wanted);
    if (found) return found;
  }
  return usable.find(({ protocol: spoken }) => spoken === null) ?? (protocol === "tcp" ? (usable[0] ?? null) : null);
}
