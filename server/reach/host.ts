import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Host = { kind: "address"; address: Address } | { kind: "name"; name: string };

const NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * Reads a host as the most generous resolver would: `0177.1`, `0x7f000001`, `2130706433` and full-width digits are the
 * addresses that they mean, an IPv4 address inside an IPv6 one is that IPv4 address. Null for what is neither a name
 * nor an address: user information, ports, escapes, zone ids.
 */
export function readHost(text: string): Host | null {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (bare.includes(":")) {
    if (bare.includes("%") || !ipaddr.IPv6.isValid(bare)) return null;
    return { kind: "address", address: canonical(ipaddr.IPv6.parse(bare)) };
  }
  if (bare !== text) return null;
  const ascii = /^[\x21-\x7e]+$/.test(text) ? text : domainToASCII(text);
  const name = ascii.toLowerCase().replace(/\.$/, "");
  if (ipaddr.IPv4.isValid(name)) return { kind: "address", address: ipaddr.IPv4.parse(name) };
  // Resolvers take these for numbers, each in its own way.
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(last)) return null;
  return NAME.test(name) ? { kind: "name", name } : null;
}

/** An address of a resolver's answer, or of a network interface. Null where it is none. */
export function readAddress(text: string): Address | null {
  const [bare = ""] = text.split("%", 1);
  return ipaddr.isValid(bare) ? canonical(ipaddr.parse(bare)) : null;
}

/** ::ffff:1.2.3.4 is 1.2.3.4, for the kernel too. */
function canonical(address: Address): Address {
  return address.kind() === "ipv6" && (address as ipaddr.IPv6).isIPv4MappedAddress()
    ? (address as ipaddr.IPv6).toIPv4Address()
    : address;
}

/** The IPv4 address that a translator or a tunnel would send this to; null where it is none of those. */
export function embeddedIPv4(address: Address): ipaddr.IPv4 | null {
  if (address.kind() === "ipv4") return null;
  const parts = (address as ipaddr.IPv6).parts;
  const at = (index: number) => {
    const [high = 0, low = 0] = parts.slice(index, index + 2);
    return new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
  };
  const begins = (...expected: number[]) => expected.every((part, index) => parts[index] === part);
  // RFC 3056 (6to4), RFC 6052 (NAT64), RFC 6145 (SIIT), RFC 4291 2.5.5.1 (IPv4-compatible, but not :: and ::1).
  if (begins(0x2002)) return at(1);
  if (begins(0x64, 0xff9b, 0, 0, 0, 0) || begins(0, 0, 0, 0, 0xffff, 0)) return at(6);
  // RFC 5214 (ISATAP): within any prefix. The bit in front says whether the address is unique in the world.
  if ((parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe) return at(6);
  if (begins(0, 0, 0, 0, 0, 0) && (parts[6] !== 0 || (parts[7] ?? 0) > 1)) return at(6);
  return null;
}

/** An address and, where it leads to one, the IPv4 address inside it: what is forbidden to either is forbidden. */
export function formsOf(address: Address): Address[] {
  const embedded = embeddedIPv4(address);
  return embedded ? [address, embedded] : [address];
}
