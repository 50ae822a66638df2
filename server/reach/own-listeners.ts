import { url as inspectorUrl } from "node:inspector";

/**
 * The ports on which the console and everything that it starts listen: console, gateway, its etcd, the fleet's gates to
 * it. Whoever opens one names it here, and whoever judges addresses asks here: whoever may register an address must
 * not make us call ourselves. (The fleet's services are no such listeners: they are registered to be called.)
 */
export interface OwnListeners {
  /** Returns the way to take it out again, once nobody listens there any more. */
  add(port: number): () => void;
  has(port: number): boolean;
}

export function createOwnListeners(): OwnListeners {
  const counts = new Map<number, number>();
  return {
    add(port) {
      counts.set(port, (counts.get(port) ?? 0) + 1);
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        const left = (counts.get(port) ?? 1) - 1;
        if (left > 0) counts.set(port, left);
        else counts.delete(port);
      };
    },
    has: (port) => counts.has(port) || port === inspectorPort(),
  };
}

/** Where a debugger listens (`--inspect`, or begun by a signal), which takes any program to run. */
function inspectorPort(): number | null {
  const address = inspectorUrl();
  return address === undefined ? null : Number(new URL(address).port);
}
