import type { StatusAnswer } from "@/lib/api/status";

type Cluster = StatusAnswer["cluster"];
type Kind = Cluster["alarms"][number]["kind"];

export interface AlarmWords {
  /** Two or three words, for the light. */
  short: string;
  /** What is so, and what it means. */
  sentence: string;
  /** What mends it, or says more. */
  command: string;
}

export const ALARM_NAMES: Record<Kind, string> = { corrupt: "Corrupt", "no-space": "Out of space", other: "Alarm" };

/** The worst first. */
const ORDER: readonly Kind[] = ["corrupt", "no-space", "other"];

/** What etcd raises the alarm about, in words; null where it raises none. */
export function alarmWords(
  { alarms, members, endpoints }: Pick<Cluster, "alarms" | "members" | "endpoints">,
  revision: string,
): AlarmWords | null {
  const kind = ORDER.find((one) => alarms.some((alarm) => alarm.kind === one));
  if (kind === undefined) return null;
  const ids = alarms.filter((alarm) => alarm.kind === kind).map(({ memberId }) => memberId);
  const names = ids.map((id) => members.find((member) => member.id === id)?.name || id);
  const etcdctl = `etcdctl --endpoints=${endpoints.join(",")}`;
  return wordsOf(kind, `member ${names.join(", ")}`, etcdctl, revision);
}

function wordsOf(kind: Kind, who: string, etcdctl: string, revision: string): AlarmWords {
  switch (kind) {
    case "no-space":
      return {
        short: ALARM_NAMES[kind],
        sentence: `The database of ${who} has reached its quota. Nothing can be registered or changed, and leases cannot be granted, until there is room again.`,
        command: [`compact ${revision}`, "defrag", "alarm disarm"].map((step) => `${etcdctl} ${step}`).join(" && "),
      };
    case "corrupt":
      return {
        short: ALARM_NAMES[kind],
        sentence: `The ${who} holds other data than the rest of the cluster, which takes no requests. Restore it from the others or from a snapshot.`,
        command: `${etcdctl} endpoint hashkv --cluster`,
      };
    case "other":
      return {
        short: ALARM_NAMES[kind],
        sentence: `etcd raises an alarm about ${who} that this console does not know.`,
        command: `${etcdctl} alarm list`,
      };
  }
}
