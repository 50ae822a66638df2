import type { ProblemField } from "@/lib/errors";
import { encodeRegistration } from "@/lib/layouts/encode";
import type { Layout, RegistrationInput } from "@/lib/layouts/types";
import { connectEtcd, type Etcd, type EtcdAddress, isEtcd } from "./etcd";
import { leaveOnExit } from "./exit";
import { layoutOf, refuse } from "./refuse";
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
 * `invalid-request` that names every field that the layout cannot write.
 */
export function register(options: RegisterOptions): Registration {
  const { ttlSeconds = 10, keeping = "keep-alive", whenRemoved = "return", signal } = options;
  const heartbeatSeconds = options.heartbeatSeconds ?? ttlSeconds / 3;
  const layout = layoutOf(options.layout ?? "path");
  const prefix = options.prefix ?? layout.defaultPrefix;
  checkOptions({ ...options, ttlSeconds, heartbeatSeconds, keeping, whenRemoved, prefix });
  const input = inputOf(options);
  const { key, value } = encodeRegistration(layout, prefix ?? "", input);

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
      const encoded = encodeRegistration(layout, prefix ?? "", next);
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
  if (options.leaveOnExit ?? true) ends.push(leaveOnExit(() => keeper.deregister()));
  if (signal) {
    const abort = () => void keeper.deregister();
    signal.addEventListener("abort", abort, { once: true });
    ends.push(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) abort();
  }
  return keeper;
}

function inputOf({
  service,
  instance,
  host,
  port,
  datacenter,
  protocol,
  metadata,
}: RegistrationInput): RegistrationInput {
  return {
    service,
    host,
    port,
    ...(instance === undefined ? {} : { instance }),
    ...(datacenter === undefined ? {} : { datacenter }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

interface Checked {
  ttlSeconds: number;
  heartbeatSeconds: number;
  keeping: Keeping;
  whenRemoved: string;
  prefix: string | null;
}

function checkOptions({ ttlSeconds, heartbeatSeconds, keeping, whenRemoved, prefix }: Checked): void {
  const wrong: ProblemField[] = [];
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 2)
    wrong.push({ field: "ttlSeconds", message: "should be a whole number from 2 on" });
  if (!(heartbeatSeconds > 0 && (heartbeatSeconds < ttlSeconds || keeping === "static")))
    wrong.push({ field: "heartbeatSeconds", message: "should be more than 0 and less than ttlSeconds" });
  if (keeping === "re-put" && whenRemoved === "stay-away")
    wrong.push({ field: "whenRemoved", message: "cannot be stay-away where the key is put again at each heartbeat" });
  if (prefix === null) wrong.push({ field: "prefix", message: "has to be given: this layout has none by convention" });
  else if (!/[/|]$/.test(prefix)) wrong.push({ field: "prefix", message: "has to end at a separator, / or |" });
  if (wrong.length > 0) throw refuse(wrong);
}
