import type { Dismissal, Dismissed } from "@/lib/api/minimums";
import { minimumKeyOf } from "@/lib/registry/marks";
import type { Action } from "./action";
import { summaryOf } from "./loss";

interface Seen {
  /** Tombstones to take off the screen. */
  ids: string[];
  /** Services at zero whose minimum goes too: nobody expects them any more. */
  services: string[];
}

/** Tidies up: what is gone leaves the screen, and a service that is at zero is no longer expected. */
export const dismiss: Action<Dismissal, Seen, Dismissed> = {
  name: "dismiss",
  role: "operator",
  asked: ({ services = [] }) => ({ service: services.length === 1 ? (services[0] ?? null) : null }),
  async look({ ids = [], services = [] }, world) {
    const summaries = services.flatMap((name) => summaryOf(name, world) ?? []);
    const atZero = summaries.filter(({ total, minimum }) => total === 0 && minimum !== null);
    const all = [...ids, ...summaries.flatMap(({ tombstones }) => tombstones.map(({ id }) => id))];
    return { seen: { ids: [...new Set(all)], services: atZero.map(({ name }) => name) }, subject: {} };
  },
  async run(_input, { ids, services }, world, record) {
    const detail = `${ids.length} that are gone were taken off the screen${services.length > 0 ? `; no longer expected: ${services.join(", ")}` : ""}.`;
    if (services.length === 0) await record.note(detail);
    else
      await record.commit({
        when: [],
        then: services.map((service) => ({ kind: "delete", range: { key: minimumKeyOf(service) } })),
        otherwise: [],
        detail,
      });
    return { dismissed: world.registry.dismiss(ids), minimums: services, auditId: record.id };
  },
};
