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

export function isLoopbackAddress(address: Address): boolean {
  if (address.range() === "loopback") return true;
  return embeddedIPv4(address)?.range() === "loopback";
}

/** A range of addresses, or one address. */
export interface Range {
  contains(address: Address): boolean;
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
  const holds = (other: Address) => other.kind() === address.kind() && other.match(address, bits);
  return {
    contains(other) {
      const embedded = embeddedIPv4(other);
      return holds(other) || (embedded !== null && holds(embedded));
    },
  };
}
