import type { Laggard } from "@/lib/api/evictions";
import { prefixRange } from "@/lib/etcd/key-range";
import { behind, GATEWAYS_PREFIX, readGatewayNews } from "@/lib/registry/gateways";
import { compareRevisions } from "@/lib/registry/revision";
import type { Revision } from "@/lib/registry/types";
import type { World } from "./action";

type Known = Pick<World, "registry" | "clock">;

/** Changes are here within milliseconds; where the stream is stale, an answer must not wait for it. */
const LONGEST_MS = 2_000;
const ASK_AGAIN_MS = 100;
const MOST_GATEWAYS = 500;

/**
 * Resolves when this console's view holds the revision, and with it everything that picks from the view: from then on no
 * request of this process goes to what the change removed. False where that took too long.
 */
export function seenInView(revision: Revision, world: Known, longestMs = LONGEST_MS): Promise<boolean> {
  return untilView(() => isInView(revision, world), world, longestMs);
}

/** Resolves when it holds for the view; false where that took too long. */
export function untilView(holds: () => boolean, { registry, clock }: Known, longestMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    if (holds()) return resolve(true);
    const done = (held: boolean) => {
      off();
      cancel();
      resolve(held);
    };
    const off = registry.onUpdate(() => holds() && done(true));
    const cancel = clock.setTimeout(() => done(false), longestMs);
  });
}

export function isInView(revision: Revision, { registry }: Pick<World, "registry">): boolean {
  const view = registry.view();
  return view !== null && compareRevisions(view.revision, revision) >= 0;
}

/**
 * Gateways in processes of their own that do not say within the time that they honour the revision; null where
 * etcd does not tell. Only what a gateway signed under a lease that lives is waited for.
 */
export async function laggardsAt(
  revision: Revision,
  { etcd, records, clock }: Pick<World, "etcd" | "records" | "clock">,
  longestMs = LONGEST_MS,
): Promise<Laggard[] | null> {
  const until = clock.now() + longestMs;
  for (;;) {
    const found = await etcd()
      .range({ range: prefixRange(GATEWAYS_PREFIX), limit: MOST_GATEWAYS })
      .catch(() => null);
    if (!found) return null;
    const late = behind(
      found.keyValues.flatMap((one) => {
        const opened = readGatewayNews(one, records);
        return opened.state === "signed" ? [opened.record] : [];
      }),
      revision,
    );
    if (late.length === 0 || clock.now() >= until)
      return late.map(({ name, address, revision }) => ({ name, address, revision }));
    await new Promise<void>((resolve) => clock.setTimeout(resolve, ASK_AGAIN_MS));
  }
}
