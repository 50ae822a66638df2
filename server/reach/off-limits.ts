import { networkInterfaces } from "node:os";
import type { Clock } from "@/lib/clock";
import type { Member } from "@/lib/etcd/port";
import { parseUrl } from "@/lib/layouts/address";
import { type Address, readAddress, readHost } from "./host";
import type { Lookup } from "./lookup";
import type { OwnListeners } from "./own-listeners";
import { isLoopbackAddress } from "./ranges";

/** What is told of itself by whoever puts the console together. All of it is asked anew at each decision. */
export interface OffLimitsOptions {
  /** `http://host:port`, as configured. */
  etcdEndpoints(): readonly string[];
  /** Rejects where etcd does not answer: then what was known last counts. */
  etcdMembers(): Promise<readonly Pick<Member, "clientUrls" | "peerUrls">[]>;
  /** Where this process and what it started listen. */
  own: Pick<OwnListeners, "has">;
  lookup: Lookup;
  clock: Clock;
}

export interface OffLimits {
  /** `etcd`, `own-listener`, or null where the address is neither. */
  check(address: Address, port: number): Promise<"etcd" | "own-listener" | null>;
}

const FRESH_MS = 10_000;
/** etcd's own, in case a member announces other ports than it listens on. */
const USUAL_PORTS = [2379, 2380];

interface EtcdPlaces {
  addresses: Set<string>;
  /** Whether a part of etcd runs on this machine: then every name this machine has for itself is etcd's, too. */
  onThisMachine: boolean;
  ports: Set<number>;
  /** Whether etcd said so itself; else this is what was known last. */
  certain: boolean;
}

/**
 * etcd and ourselves. etcd's client port takes unauthenticated writes over HTTP, and members announce loopback or
 * 0.0.0.0 as often as not: so every port of any member is off limits on every address of any member.
 */
export function createOffLimits(options: OffLimitsOptions): OffLimits {
  const { etcdEndpoints, etcdMembers, own, lookup, clock } = options;
  let memberUrls: readonly string[] = [];
  let known: { key: string; places: EtcdPlaces; at: number } | null = null;
  let reading: Promise<EtcdPlaces> | null = null;

  async function readPlaces(endpoints: readonly string[]): Promise<EtcdPlaces> {
    const members = await etcdMembers().catch(() => null);
    // A member may listen on a socket in the file system (`unix://name:1`), whose name is no host.
    if (members)
      memberUrls = members
        .flatMap(({ clientUrls, peerUrls }) => [...clientUrls, ...peerUrls])
        .filter((url) => !/^unixs?:/i.test(url));
    const places: EtcdPlaces = {
      addresses: new Set(),
      onThisMachine: false,
      ports: new Set(USUAL_PORTS),
      certain: members !== null,
    };
    await Promise.all(
      [...new Set([...endpoints, ...memberUrls])].map(async (text) => {
        const url = parseUrl(text);
        if (!url) return;
        places.ports.add(url.port);
        for (const address of await addressesOf(url.host)) {
          places.addresses.add(address.toString());
          if (isThisMachine(address)) places.onThisMachine = true;
        }
      }),
    );
    return places;
  }

  async function addressesOf(text: string): Promise<Address[]> {
    const host = readHost(text);
    if (!host) return [];
    if (host.kind === "address") return [host.address];
    // A member that cannot be found now was found before, or nobody else finds it either.
    return lookup(host.name).catch(() => []);
  }

  async function places(): Promise<EtcdPlaces> {
    const endpoints = etcdEndpoints();
    const key = endpoints.join(",");
    if (known?.key === key && clock.now() - known.at <= FRESH_MS) return known.places;
    reading ??= readPlaces(endpoints)
      .then((places) => {
        known = { key, places, at: clock.now() };
        return places;
      })
      .finally(() => {
        reading = null;
      });
    // While etcd is away nobody waits for it again and again.
    return known?.key === key && !known.places.certain ? known.places : reading;
  }

  return {
    async check(address, port) {
      const here = isThisMachine(address);
      if (here && own.has(port)) return "own-listener";
      const { addresses, onThisMachine, ports } = await places();
      return ports.has(port) && ((here && onThisMachine) || addresses.has(address.toString())) ? "etcd" : null;
    },
  };
}

/** Loopback in any form, or an address of one of this machine's interfaces. */
function isThisMachine(address: Address): boolean {
  if (isLoopbackAddress(address) || address.range() === "unspecified") return true;
  const text = address.toString();
  return Object.values(networkInterfaces()).some((entries) =>
    entries?.some((entry) => readAddress(entry.address)?.toString() === text),
  );
}
