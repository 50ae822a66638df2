import { encodeRegistration } from "@/lib/layouts/encode";
import type { Layout, RegistrationInput } from "@/lib/layouts/types";
import { checkRegistration } from "./check-registration";
import { connectEtcd, type Etcd, type EtcdAddress, isEtcd } from "./etcd";
import { leaveOnExit } from "./exit";
import { checkObject, refuse } from "./refuse";
import { createKeeper } from "./registration";
import type { Keeping, Registration } from "./registration.types";

export interface RegisterOptions extends RegistrationInput {
  /** Where etcd is, or what `connectEtcd` made: many registrations of one program should share that. */
  etcd: EtcdAddress | Etcd;
  /** A built-in layout by its id, or one of your own; `path` by default. */
  layout?: string | Layout;
  /** What the key begins with; the layout's own by default. Ends at a separator. */
  prefix?: string;
  /** How long the registration outlives its last heartbeat: 10 by default; etcd grants no less than 2. */
  ttlSeconds?: number;
  /** A third of the TTL by default. */
  heartbeatSeconds?: number;
  /** `keep-alive` by default. */
  keeping?: Keeping;
  /**
   * When somebody deletes the key or revokes the lease: `return` at the next heartbeat (the default), or `stay-away`
   * until the process starts again or the key is put back. A lease that ran out is always replaced.
   */
  whenRemoved?: "return" | "stay-away";
  /** Deregister on SIGTERM, SIGINT, SIGHUP, before a program with nothing left to do ends, and when one crashes. True by default. */
  leaveOnExit?: boolean;
  /** Deregisters when aborted. */
  signal?: AbortSignal;
}

/**
 * Registers an instance and keeps it registered, through lost leases and whatever befalls etcd, until `deregister()`.
 * Answers at once; `ready()` waits for etcd. Never keeps a finished program alive. Throws a `Problem`
 * `invalid-request` that names every wrong option, and every field that the layout cannot write.
 */
export function register(options: RegisterOptions): Registration {
  checkObject(options);
  const {
    ttlSeconds = 10,
    keeping = "keep-alive",
    whenRemoved = "return",
    leaveOnExit: leaves = true,
    signal,
  } = options;
  // Timers cannot wait longer than 2^31 milliseconds; a registration is looked after at least once a day.
  const heartbeatSeconds = options.heartbeatSeconds ?? Math.min(ttlSeconds / 3, 86_400);
  const { layout, prefix, key, value, input } = checkRegistration({
    ...options,
    ttlSeconds,
    heartbeatSeconds,
    keeping,
    whenRemoved,
    leaveOnExit: leaves,
  });

  let now = input;
  const shared = isEtcd(options.etcd);
  const etcd = isEtcd(options.etcd) ? options.etcd : connectEtcd(options.etcd);
  const ends: (() => void)[] = [];
  const keeper = createKeeper({
    etcd,
    key,
    value,
    ttlSeconds,
    heartbeatMs: heartbeatSeconds * 1000,
    keeping,
    whenRemoved,
    encode(change) {
      // The name stays: a new address must not make another key.
      const next = { ...now, ...change };
      const encoded = encodeRegistration(layout, prefix, next);
      if (encoded.key !== key)
        throw refuse([{ field: "host", message: `is part of the key ${key}; deregister, and register anew` }]);
      now = next;
      return encoded.value;
    },
    onEnd: () => {
      for (const end of ends) end();
      if (!shared) etcd.close();
    },
  });
  if (leaves) ends.push(leaveOnExit(() => keeper.deregister()));
  if (signal) {
    const abort = () => void keeper.deregister();
    signal.addEventListener("abort", abort, { once: true });
    ends.push(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) abort();
  }
  return keeper;
}
