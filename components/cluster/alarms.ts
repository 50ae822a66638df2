import type { StatusAnswer } from "@/lib/api/status";

type Cluster = StatusAnswer["cluster"];
type Kind = Cluster["alarms"][number]["kind"];

export interface AlarmWords {
  /** Two or three words, for the light. */
  short: string;
  /** What is so, and what it means. */
  sentence: string;
  /** What mends it, as etcdctl takes it. */
  commands: readonly string[];
}

/** The worst first. */
const ORDER: readonly Kind[] = ["corrupt", "no-space", "other"];

/** What etcd raises the alarm about, in words; null where it raises none. */
export function alarmWords({ alarms, members, endpoints }: Pick<Cluster, "alarms" | "members" | "endpoints">) {
  const kind = ORDER.find((one) => alarms.some((alarm) => alarm.kind === one));
  if (kind === undefined) return null;
  const ids = alarms.filter((alarm) => alarm.kind === kind).map(({ memberId }) => memberId);
  const names = ids.map((id) => members.find((member) => member.id === id)?.name || id);
  return wordsOf(kind, names.join(", "), `--endpoints=${endpoints.join(",")}`);
}

function wordsOf(kind: Kind, names: string, at: string): AlarmWords {
  switch (kind) {
    case "no-space":
      return {
        short: "Out of space",
        sentence: `The database of ${names} has reached its quota. Nothing can be registered or changed, and leases cannot be granted, until there is room again.`,
        commands: [`${at} compact REVISION`, `${at} defrag`, `${at} alarm disarm`],
      };
    case "corrupt":
      return {
        short: "Corrupt",
        sentence: `${names} holds other data than the rest of the cluster, which takes no requests. Restore it from the others or from a snapshot.`,
        commands: [`${at} alarm list`, `${at} endpoint hashkv --cluster`],
      };
    case "other":
      return {
        short: "Alarm",
        sentence: `etcd raises an alarm about ${names} that this console does not know.`,
        commands: [`${at} alarm list`],
      };
  }
}
