import { formatAddress } from "@/lib/layouts/address";
import { type Address, formsOf, readHost } from "./host";
import { type Lookup, systemLookup } from "./lookup";
import type { OffLimits } from "./off-limits";
import { isLoopbackAddress, neverAsked, parseRange, type Range, reservedRange } from "./ranges";
import type { Reach, ReachRules, Refusal, RefusalCode, Resolution } from "./reach.types";
import { sentenceOf } from "./sentences";

export interface ReachOptions {
  rules: ReachRules;
  offLimits: OffLimits;
  lookup?: Lookup;
}

/**
 * Which addresses may be asked. Whoever registers chooses the address, so each is judged by what it is once it is
 * resolved, and the judged address is the one that is connected to.
 */
export function createReach({ rules, offLimits, lookup = systemLookup }: ReachOptions): Reach {
  const allow = rules.allow?.map(rangeOf) ?? null;
  const deny = rules.deny.map(rangeOf);

  async function judge(address: Address, port: number): Promise<RefusalCode | null> {
    const forms = formsOf(address);
    const never = neverAsked(address);
    if (never) return never;
    for (const form of forms) {
      const taken = await offLimits.check(form, port);
      if (taken) return taken;
    }
    const isIn = (ranges: readonly Range[]) => (form: Address) => ranges.some((range) => range.contains(form));
    if (forms.some(isIn(deny))) return "denied";
    if (forms.some((form) => isReserved(form))) return "reserved";
    // Both: a list of IPv4 addresses says nothing about the networks that lead to others of the same number, and a list
    // of IPv6 networks nothing about what lies behind them.
    if (allow) return forms.every(isIn(allow)) ? null : "not-allowed";
    return isLoopbackAddress(address) && !rules.loopback ? "loopback" : null;
  }

  /** Unless a range within the reserved one is allowed: `0.0.0.0/0` names none of them. */
  function isReserved(address: Address): boolean {
    const reserved = reservedRange(address);
    return reserved !== null && !allow?.some((range) => range.isWithin(reserved) && range.contains(address));
  }

  return {
    async resolve(text, port, signal) {
      const host = readHost(text);
      const shown = formatAddress(text.slice(0, 255), port);
      if (!host || !Number.isInteger(port) || port < 1 || port > 65_535) return refuse("malformed", shown, null);
      let addresses: Address[];
      try {
        addresses = host.kind === "address" ? [host.address] : await orAborted(lookup(host.name), signal);
      } catch (error) {
        if (signal?.aborted) throw error;
        return refuse("unresolved", shown, null);
      }
      for (const address of addresses) {
        const code = await judge(address, port);
        if (code) return refuse(code, shown, address);
      }
      const [first] = addresses;
      if (!first) return refuse("unresolved", shown, null);
      const family = first.kind() === "ipv4" ? 4 : 6;
      return {
        kind: "target",
        target: { host: host.kind === "name" ? host.name : first.toString(), address: first.toString(), family, port },
      };
    },
  };
}

function refuse(code: RefusalCode, shown: string, address: Address | null): Resolution {
  const refusal: Refusal = { code, message: sentenceOf(code, shown, address?.toString() ?? null) };
  return { kind: "refused", refusal };
}

function rangeOf(text: string) {
  const range = parseRange(text);
  if (!range) throw new Error(`${text} is not a range of addresses`);
  return range;
}

/** The system's resolver cannot be stopped; whoever has given up need not wait for it. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
