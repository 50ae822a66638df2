import type { RefusalCode } from "./reach.types";

/** What a refusal says. `address` is what a name was resolved to. */
export function sentenceOf(code: RefusalCode, shown: string, address: string | null): string {
  const subject = address === null || shown.includes(address) ? shown : `${shown} (${address})`;
  return `${subject} ${WHY[code]}`;
}

const WHY: Record<RefusalCode, string> = {
  malformed: "is not a host name or an IP address with a port.",
  unresolved: "cannot be found: its name does not resolve.",
  unspecified: "is no address of anybody: it would be this machine itself.",
  "link-local": "is link-local: only neighbours on the wire have such addresses, and metadata services.",
  metadata: "is where a cloud hands out a machine's credentials.",
  multicast: "is a multicast address: many would be asked.",
  broadcast: "is a broadcast address: many would be asked.",
  reserved:
    "lies in a range that is reserved: for documentation, measurements or tunnels. ROLLCALL_REACH_ALLOW may name those that lead to no tunnel.",
  etcd: "is etcd itself: requests from here would be taken for an operator's.",
  "own-listener": "is this console or its gateway.",
  denied: "lies in a range that ROLLCALL_REACH_DENY names.",
  loopback: "is on loopback, which is asked only in demo, or where ROLLCALL_REACH_ALLOW names it (127.0.0.0/8,::1).",
  "not-allowed": "lies outside the ranges that ROLLCALL_REACH_ALLOW names.",
};
