import type { Interest } from "@/lib/live/protocol";

export interface InterestWorld {
  tell(interest: Interest): void;
  setTimeout(run: () => void, delayMs: number): () => void;
}

/** The server takes no more names than this; what came last is nearest to the eye. */
const MOST = 200;
const SETTLE_MS = 300;

/**
 * What the page looks at, summed up over everything on screen that asks for it. Told once the scrolling settles, and
 * only where it is another set.
 */
export function createInterest({ tell, setTimeout }: InterestWorld) {
  const wanted = { services: new Map<string, number>(), keys: new Map<string, number>() };
  let told = "";
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel = null;
    const services = [...wanted.services.keys()].slice(-MOST).sort();
    const keys = [...wanted.keys.keys()].slice(-MOST).sort();
    const next = JSON.stringify([services, keys]);
    if (next === told) return;
    told = next;
    tell({ services, keys });
  }

  function count(kind: "services" | "keys", name: string, by: number): void {
    const now = (wanted[kind].get(name) ?? 0) + by;
    if (now > 0) wanted[kind].set(name, now);
    else wanted[kind].delete(name);
  }

  return {
    /** Returns the way to take it back. */
    add({ services = [], keys = [] }: Interest): () => void {
      const each = (by: number) => {
        for (const name of services) count("services", name, by);
        for (const name of keys) count("keys", name, by);
        cancel ??= setTimeout(flush, SETTLE_MS);
      };
      each(1);
      return () => each(-1);
    },
    isLookedAt: (service: string, id: string) => wanted.services.has(service) || wanted.keys.has(id),
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}

export type InterestKeeper = ReturnType<typeof createInterest>;
