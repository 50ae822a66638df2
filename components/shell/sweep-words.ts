import { count, plural, revision } from "@/components/ui/format";
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

/** What went, and how much of it is back. */
export function sweepBody({ from, to, removed, serviceCount, missing }: Sweep): string {
  const where = from === null ? `Revision ${revision(to)}` : `Revision ${revision(from)} → ${revision(to)}`;
  const went = `${plural(removed, "registration")} of ${plural(serviceCount, "service")} went with it`;
  const back = missing === removed ? "none is back yet" : `${count(removed - missing)} are back`;
  return `${where}. ${went}, ${back}.`;
}
