import type { Registered, Registration } from "@/lib/api/registrations";
import { Problem } from "@/lib/errors";
import type { EtcdPort } from "@/lib/etcd/port";
import { encodeRegistration } from "@/lib/layouts/encode";
import type { Layout, LayoutSet, RegistrationInput } from "@/lib/layouts/types";
import type { Instance, Key, LeaseId } from "@/lib/registry/types";
import type { Action } from "./action";
import { changed } from "./current";
import { isNew } from "./record";

/** What a registration comes to in a layout's own bytes. */
export interface Encoded {
  layout: Layout;
  prefix: string;
  key: Key;
  value: Uint8Array;
  /** As it will be read again. */
  instance: Instance;
}

/** Registers an instance by hand, under a lease that the console keeps, one that nobody keeps, or none. */
export const register: Action<Registration, Encoded, Registered> = {
  name: "register",
  role: "operator",
  asked: ({ service, reason }) => ({ service, reason }),
  async look(input, { layouts }) {
    const encoded = encode(input, layouts);
    const { key, instance } = encoded;
    return { seen: encoded, subject: { key, keys: [key], instance: instance.instance, service: instance.service } };
  },
  async run({ ttlSeconds, hold }, { key, value, instance }, world, record) {
    const lease = ttlSeconds === null ? null : await world.etcd().grantLease(ttlSeconds);
    const leaseId = lease?.leaseId ?? null;
    try {
      const committed = await record.commit({
        when: [isNew(key)],
        then: [{ kind: "put", key, value, ...(leaseId === null ? {} : { lease: leaseId }) }],
        otherwise: [{ kind: "get", range: { key } }],
        detail: howKept(leaseId, hold, lease?.grantedSeconds ?? 0),
      });
      if (!committed.done) throw taken(changed(committed.found[0] ?? null, world));
      const { revision } = committed;
      const { service, layout } = instance;
      if (lease && hold === "console")
        world.held.take({
          key,
          service,
          layout,
          instance: instance.instance,
          leaseId: lease.leaseId,
          ttlSeconds: lease.grantedSeconds,
          modRevision: revision,
          actor: record.actor,
          auditId: record.id,
        });
      const granted = lease?.grantedSeconds ?? null;
      return { revision, auditId: record.id, key, leaseId, ttlSeconds: granted, modRevision: revision };
    } catch (error) {
      // Where it may have been done after all, the lease is the registration's.
      const isOpen = error instanceof Problem && error.code === "outcome-unknown";
      if (leaseId !== null && !isOpen) await giveBack(world.etcd, leaseId);
      throw error;
    }
  },
};

/** Throws a Problem that names every wrong field: what the layout has no place for is refused, never dropped. */
export function encode(input: RegistrationInput & { layout: string; prefix?: string }, layouts: LayoutSet): Encoded {
  const { layout: id, prefix: wanted, service, instance, host, port, datacenter, protocol, metadata } = input;
  const candidates = layouts.prefixes.filter((one) => wanted === undefined || one.prefix === wanted);
  const watched = candidates.find((one) => one.layouts.some((layout) => layout.id === id));
  const layout = watched?.layouts.find((one) => one.id === id);
  if (!watched || !layout) throw unknownLayout(id, wanted, layouts);
  if (layout.write.put !== "full") {
    const message = "is one that Rollcall reads and does not write";
    throw new Problem("invalid-request", `The layout ${layout.title} ${message}.`, {
      fields: [{ field: "/layout", message }],
    });
  }
  const { key, value } = encodeRegistration(layout, watched.prefix, {
    service,
    host,
    port,
    ...(instance === undefined ? {} : { instance }),
    ...(datacenter === undefined ? {} : { datacenter }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  return { layout, prefix: watched.prefix, key, value, instance: readBack(key, value, layouts) };
}

/** By the console's own eyes: a longer prefix or an earlier layout may read the key otherwise. */
function readBack(key: Key, value: Uint8Array, layouts: LayoutSet): Instance {
  const group = layouts.groupOf(key);
  const keyValue = { key, value, createRevision: "0", modRevision: "0", version: "0", leaseId: null };
  const [instance] = group ? layouts.decode(group.id, [keyValue]).instances : [];
  if (instance) return instance;
  const message = "would be written under a key that this console reads as something else";
  throw new Problem("invalid-request", `The service ${message}.`, { fields: [{ field: "/service", message }] });
}

function unknownLayout(id: string, prefix: string | undefined, { prefixes }: LayoutSet): Problem {
  const known = prefixes.map((one) => `${one.layouts.map((layout) => layout.id).join(", ")} under ${one.prefix}`);
  const message = `is not in use${prefix === undefined ? "" : ` under ${prefix}`}; in use are ${known.join("; ")}`;
  return new Problem("invalid-request", `The layout ${JSON.stringify(id)} ${message}.`, {
    fields: [{ field: "/layout", message }],
  });
}

function howKept(leaseId: LeaseId | null, hold: Registration["hold"], seconds: number): string {
  if (leaseId === null) return "Registered without a lease: it stays until somebody deletes it.";
  return hold === "console"
    ? `Registered under a lease of ${seconds} s that the console keeps alive until it ends.`
    : `Registered under a lease of ${seconds} s that nobody keeps alive: it runs out.`;
}

function taken({ extra }: Problem): Problem {
  return new Problem("conflict", "The key is taken: something is registered there already.", extra);
}

/** An empty lease would run out by itself; this only tidies up. */
async function giveBack(etcd: () => EtcdPort, leaseId: LeaseId): Promise<void> {
  await Promise.resolve()
    .then(() => etcd().revokeLease(leaseId))
    .catch(() => {});
}
