import { count, plural } from "@/components/ui/format";
import { safeString } from "@/components/ui/safe-text-parts";
import type { Part } from "@/lib/map/grouping";
import type { Alarm } from "@/lib/registry/departures";

const ORDER = ["overdue", "late", "alive", "static"] as const;

/** A card in words: for who does not see it, and for the list that says the same. */
export function cardSentence(part: Part, alarm: Alarm | null, failing = 0): string {
  const { service, group, instances, counts } = part;
  const where = group === "" ? "" : ` in ${safeString(group, 60)}`;
  return `${safeString(service.name, 200)}${where}: ${makeUpSentence(instances.length, counts, alarm, failing)}`;
}

export function makeUpSentence(present: number, counts: Part["counts"], alarm: Alarm | null, failing = 0): string {
  const states = ORDER.flatMap((state) => (counts[state] > 0 ? [`${counts[state]} ${state}`] : []));
  const parts = [present === 0 ? "nobody left" : plural(present, "instance")];
  if (states.length > 0) parts.push(states.join(", "));
  if (counts.gone > 0) parts.push(`${counts.gone} gone lately`);
  if (alarm?.kind === "short") parts.push(`${alarmWords(alarm)} in service`);
  if (failing > 0) parts.push(`requests to ${failing} failed lately`);
  return parts.join("; ");
}

export function alarmWords(alarm: Alarm): string {
  return alarm.kind === "empty" ? "Nobody left" : `${count(alarm.inService)} of ${count(alarm.minimum)} expected`;
}
