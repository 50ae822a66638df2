import { count, plural, revision } from "@/components/ui/format";
import { dayClock } from "@/components/ui/time-words";
import type { Sweep } from "@/lib/registry/types";

const HEADS: Record<Sweep["kind"], string> = {
  "other-cluster": "Another etcd cluster answers",
  "revision-went-back": "etcd was replaced or emptied",
  "store-replaced": "etcd was replaced or emptied",
  cleared: "One delete took many registrations",
};

export function sweepHead({ kind }: Sweep): string {
  return HEADS[kind];
}

const A_MOMENT_MS = 60_000;

/** ` at 14:07:27`, or ` between 22:01:13 and 06:30:00` where nobody looked meanwhile. */
export function sweepWhen(at: NonNullable<Sweep["at"]>, now: number): string {
  const [from, to] = typeof at === "number" ? [at, at] : at;
  if (to - from < A_MOMENT_MS) return ` at ${dayClock(to, now)}`;
  return ` between ${dayClock(from, now)} and ${dayClock(to, now)}`;
}

/** What went, and how much of it is back: under its own key, or made up for by others of the same service. */
export function sweepBody({ from, to, removed, serviceCount, missing, returned }: Sweep): string {
  const where = from === null ? `Revision ${revision(to)}` : `Revision ${revision(from)} → ${revision(to)}`;
  const registrations = `${plural(removed, "registration")} of ${plural(serviceCount, "service")}`;
  if (returned === null)
    return `${where}, while this console did not run. ${registrations} stood there before, ${count(missing)} fewer stand there now.`;
  const others = removed - missing - returned;
  const back = returned === 0 ? "none of them is back yet" : `${plural(returned, "is", "are")} back`;
  const instead = others === 0 ? "" : `, ${plural(others, "other", "others")} came in their place`;
  return `${where}. ${registrations} went with it; ${back}${instead}.`;
}
