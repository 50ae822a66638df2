import type { ServiceSummary } from "@/lib/registry/select";
import type { Cause, Liveness } from "@/lib/registry/types";

/** One instance that crossed into a state a person should hear of. */
export interface Crossing {
  service: string;
  instance: string;
  state: "late" | "overdue" | "gone" | "back";
  cause?: Cause;
}

/** What crossed between two summaries of one service. */
export function crossingsBetween(before: ServiceSummary, now: ServiceSummary): Crossing[] {
  const crossings: Crossing[] = [];
  const name = new Map(now.instances.map((instance) => [instance.id, instance.instance]));
  for (const [id, state] of now.unwell)
    if (before.unwell.get(id) !== state && isWorse(state, before.unwell.get(id)))
      crossings.push({ service: now.name, instance: name.get(id) ?? id, state });
  for (const id of before.unwell.keys()) {
    const instance = name.get(id);
    if (instance !== undefined && !now.unwell.has(id)) crossings.push({ service: now.name, instance, state: "back" });
  }
  const known = new Set(before.tombstones.map(({ id }) => id));
  for (const { id, instance, cause } of now.tombstones)
    if (!known.has(id)) crossings.push({ service: now.name, instance: instance.instance, state: "gone", cause });
  return crossings;
}

function isWorse(state: Liveness, than: Liveness | undefined): state is "late" | "overdue" {
  return state === "overdue" || (state === "late" && than !== "overdue");
}

const WORD = { late: "late", overdue: "overdue", gone: "gone", back: "alive again" } as const;
const SAID_ONE_BY_ONE = 3;

/** One sentence for everything that crossed in a while. Many at once are counted, not named. */
export function announcementOf(crossings: readonly Crossing[]): string {
  const last = new Map(crossings.map((crossing) => [`${crossing.service} ${crossing.instance}`, crossing]));
  const said = [...last.values()];
  if (said.length <= SAID_ONE_BY_ONE)
    return said
      .map(({ service, instance, state, cause }) => `${service} ${instance} ${words(state, cause)}.`)
      .join(" ");
  const parts = (["overdue", "late", "gone", "back"] as const).flatMap((state) => {
    const count = said.filter((crossing) => crossing.state === state).length;
    return count === 0 ? [] : `${count} ${WORD[state]}`;
  });
  const services = new Set(said.map(({ service }) => service));
  return `${parts.join(", ")}, in ${services.size === 1 ? said[0]?.service : `${services.size} services`}.`;
}

function words(state: Crossing["state"], cause: Cause | undefined): string {
  if (state !== "gone") return `is ${WORD[state]}`;
  return !cause || cause === "unknown" ? "is gone" : `is gone: ${cause}`;
}
