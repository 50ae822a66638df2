import { formatAddress } from "@/lib/layouts/address";
import { type Address, readHost } from "./host";
import { type Lookup, systemLookup } from "./lookup";
import type { OffLimits } from "./off-limits";
import { isLoopbackAddress, neverAsked, parseRange } from "./ranges";
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
    const never = neverAsked(address) ?? (await offLimits.check(address, port));
    if (never) return never;
    if (deny.some((range) => range.contains(address))) return "denied";
    if (allow) return allow.some((range) => range.contains(address)) ? null : "not-allowed";
    return isLoopbackAddress(address) && !rules.loopback ? "loopback" : null;
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
