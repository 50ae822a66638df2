import { toEtcdError } from "@/lib/etcd/errors";
import type { EtcdErrorCode, EtcdPort } from "@/lib/etcd/port";

/** After these a connection is not to be trusted: it may be half open, or its sign-in worn out. */
const REPLACE_AFTER: ReadonlySet<EtcdErrorCode> = new Set([
  "unavailable",
  "timeout",
  "no-leader",
  "learner",
  "corrupt",
  "unauthenticated",
  "permission-denied",
]);

export interface SharedPort {
  /** Runs with the present connection. Rejects with an `EtcdError`. */
  use<T>(run: (port: EtcdPort) => Promise<T>): Promise<T>;
  close(): void;
}

interface Held {
  port: EtcdPort;
  users: number;
  retired: boolean;
}

/** One connection for many users. One that failed is replaced for whoever comes next, and closed by its last user. */
export function createSharedPort(connect: () => EtcdPort): SharedPort {
  let current: Held | null = null;
  const open = new Set<Held>();

  function present(): Held {
    if (current) return current;
    current = { port: connect(), users: 0, retired: false };
    open.add(current);
    return current;
  }

  function retire(held: Held): void {
    held.retired = true;
    if (current === held) current = null;
  }

  function release(held: Held): void {
    if (!held.retired || held.users > 0) return;
    open.delete(held);
    held.port.close();
  }

  return {
    async use(run) {
      const held = present();
      held.users += 1;
      try {
        return await run(held.port);
      } catch (thrown) {
        const error = toEtcdError(thrown);
        if (REPLACE_AFTER.has(error.code)) retire(held);
        throw error;
      } finally {
        held.users -= 1;
        release(held);
      }
    },
    close() {
      current = null;
      for (const { port } of open) port.close();
      open.clear();
    },
  };
}
