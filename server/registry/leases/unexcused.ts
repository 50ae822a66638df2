/** For tests: what the console did not know although the machine left it the time to. */
import type { Cause } from "@/lib/registry/types";
import type { Observed } from "./observed";
import type { Slowness } from "./slowness";

/** A fresh answer is one of the last 400 ms: a question that takes this long puts it at risk. */
const SLOW_MS = 150;
/** In the time before an end it is asked most often; what is heard soon after it explains it. */
const BEFORE_MS = 3_000;
const AFTER_MS = 1_000;

/** The keys whose removal was not explained, but for those that left while the machine was slow. */
export function unexcused(
  observed: Observed,
  owners: readonly { key: string }[],
  slowness: Slowness,
  isUnknown: (cause: Cause | undefined) => boolean = (cause) => cause === "unknown",
): string[] {
  return owners.flatMap(({ key }) => {
    const event = observed.removal(key);
    const [from, to] = typeof event?.at === "number" ? [event.at, event.at] : (event?.at ?? [0, 0]);
    const wasSlow = slowness.worstMs(from - BEFORE_MS, to + AFTER_MS) >= SLOW_MS;
    return isUnknown(event?.cause) && !wasSlow ? [key] : [];
  });
}
