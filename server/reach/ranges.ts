import ipaddr from "ipaddr.js";
import { type Address, embeddedIPv4, readAddress } from "./host";
import type { RefusalCode } from "./reach.types";

/** Addresses that hand out a machine's credentials and are not link-local: AWS and Google over IPv6, Alibaba, Azure, Oracle. */
const METADATA = ["fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"];

const OF_RANGE: Record<string, RefusalCode> = {
  unspecified: "unspecified",
  linkLocal: "link-local",
  multicast: "multicast",
  broadcast: "broadcast",
  discard: "reserved",
  deprecatedSiteLocal: "reserved",
  teredo: "reserved",
};

/** Why no configuration may allow this address; null where one may. */
export function neverAsked(address: Address): RefusalCode | null {
  const text = address.toString();
  if (METADATA.includes(text) || text === "169.254.169.254") return "metadata";
  const code = OF_RANGE[address.range()];
  if (code) return code;
  const embedded = embeddedIPv4(address);
  if (embedded) return neverAsked(embedded);
  // RFC 8215: where in it the IPv4 address lies is the network's own affair.
  return address.range() === "rfc6052" ? "reserved" : null;
}

/**
 * Ranges that nobody is reached in by accident: for documentation, measurements and protocols
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry). Private ranges and shared
 * ones (100.64.0.0/10) are not among them: services are there.
 */
const RESERVED = [
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "240.0.0.0/4",
  "::/8",
  "100::/32",
  "2001::/23",
  "2001:db8::/32",
  "2620:4f:8000::/48",
  "3fff::/20",
  "5f00::/16",
].map((text) => ipaddr.parseCIDR(text));
/** Of these, addresses that lead to the IPv4 address in them, and that one is judged; and loopback, which has rules of its own. */
const NOT_RESERVED = ["::1/128", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96"].map((text) => ipaddr.parseCIDR(text));

/** The reserved range that an address lies in. */
export function reservedRange(address: Address): [Address, number] | null {
  const holds = ([network, bits]: [Address, number]) =>
    network.kind() === address.kind() && address.match(network, bits);
  return NOT_RESERVED.some(holds) ? null : (RESERVED.find(holds) ?? null);
}

export function isLoopbackAddress(address: Address): boolean {
  if (address.range() === "loopback") return true;
  return embeddedIPv4(address)?.range() === "loopback";
}

/** A range of addresses, or one address. */
export interface Range {
  contains(address: Address): boolean;
  /** Whether all of it lies within that range: whoever writes such a one means it. */
  isWithin(range: [Address, number]): boolean;
}

/** `10.0.0.0/8`, `fd00::/8`, `10.1.2.3`. Null for anything else. */
export function parseRange(text: string): Range | null {
  const [network = "", prefix, ...more] = text.split("/");
  if (more.length > 0 || !(ipaddr.IPv4.isValidFourPartDecimal(network) || ipaddr.IPv6.isValid(network))) return null;
  const address = readAddress(network);
  if (!address) return null;
  const mapped = address.kind() === "ipv4" && network.includes(":") ? 96 : 0;
  const width = address.kind() === "ipv4" ? 32 : 128;
  const bits = prefix === undefined ? width : /^\d{1,3}$/.test(prefix) ? Number(prefix) - mapped : -1;
  if (bits < 0 || bits > width) return null;
  return {
    contains: (other) => other.kind() === address.kind() && other.match(address, bits),
    isWithin: ([network, width]) => network.kind() === address.kind() && bits >= width && address.match(network, width),
  };
}
