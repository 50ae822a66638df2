import type { Endpoint, Instance } from "@/lib/registry/types";

/** Where HTTP is spoken: the first endpoint that says so, else the first that does not say what it speaks. */
export function httpEndpointOf({ endpoints }: Pick<Instance, "endpoints">): Endpoint | null {
  const usable = endpoints.filter(({ port }) => port > 0);
  return (
    usable.find(({ protocol }) => protocol === "http" || protocol === "https") ??
    usable.find(({ protocol }) => protocol === null) ??
    null
  );
}

/** What is registered instead of the protocol that somebody wanted: `grpc and udp`, or that there is no address at all. */
export function spokenInstead(instances: Iterable<Pick<Instance, "endpoints">>): string {
  const endpoints = [...instances].flatMap((instance) => instance.endpoints).filter(({ port }) => port > 0);
  if (endpoints.length === 0) return "no address with a port is registered";
  const names = new Set(endpoints.map(({ protocol }) => protocol?.slice(0, LONGEST_NAME) ?? "none named"));
  const shown = [...names].sort().slice(0, MOST_NAMES).join(", ");
  return `registered is ${shown}${names.size > MOST_NAMES ? ", …" : ""}`;
}

const MOST_NAMES = 10;
const LONGEST_NAME = 40;
