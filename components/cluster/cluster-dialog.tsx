import type { StatusAnswer } from "@/lib/api/status";
import { CommandBlock } from "../ui/command-block";
import { Dialog } from "../ui/dialog";
import { Facts } from "../ui/facts";
import { bytes } from "../ui/format";
import { Note } from "../ui/note";
import { SafeText } from "../ui/safe-text";
import { ALARM_NAMES, type AlarmWords } from "./alarms";

type Cluster = StatusAnswer["cluster"];

interface ClusterDialogProps {
  cluster: Cluster;
  /** Null where etcd raises no alarm. */
  alarm: AlarmWords | null;
  open: boolean;
  onClose: () => void;
}

/** What etcd says about itself: where it is, who leads, how large its database is, and what it raises the alarm about. */
export function ClusterDialog({ cluster, alarm, open, onClose }: ClusterDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Cluster facts" lead="As etcd tells them, a few seconds old at most.">
      {alarm && <Note state="gone">{alarm.sentence}</Note>}
      {cluster.error && <Note state="late">{cluster.error.message}</Note>}
      <Facts rows={rowsOf(cluster)} />
      {alarm && <CommandBlock commands={[{ tool: "etcdctl", line: alarm.command }]} />}
    </Dialog>
  );
}

function rowsOf({ version, id, leader, members, endpoints, embedded, database, learner, alarms }: Cluster) {
  const nameOf = (memberId: string) => members.find((member) => member.id === memberId)?.name || memberId;
  return [
    {
      label: "Alarms",
      value:
        alarms.length === 0
          ? "None"
          : alarms.map(({ kind, memberId }) => `${ALARM_NAMES[kind]} at ${nameOf(memberId)}`).join(", "),
    },
    {
      label: "Database",
      value:
        database === null ? "Not known" : `${bytes(database.sizeBytes)} on disk, ${bytes(database.inUseBytes)} in use`,
    },
    { label: "Version", value: version ?? "Not known" },
    { label: "Leader", value: leader === null ? "None" : <SafeText text={nameOf(leader)} max={80} /> },
    {
      label: "Members",
      value: (
        <SafeText
          text={
            members
              .map(({ name, id: own, isLearner }) => `${name || own}${isLearner ? " (learner)" : ""}`)
              .join(", ") || "Not known"
          }
          max={400}
        />
      ),
    },
    {
      label: embedded
        ? "Endpoints (Rollcall's own etcd)"
        : learner
          ? "Endpoints (the one asked is a learner)"
          : "Endpoints",
      value: <SafeText text={endpoints.join(", ")} max={400} />,
    },
    { label: "Cluster id", value: id ?? "Not known" },
  ];
}
