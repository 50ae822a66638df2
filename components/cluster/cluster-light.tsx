"use client";
import { Database } from "lucide-react";
import { useState } from "react";
import { useStatus } from "../api/use-status";
import { useFreshness } from "../live/use-freshness";
import { Lamp, lightClass } from "../shell/light";
import { IconButton } from "../ui/button";
import { alarmWords } from "./alarms";
import { ClusterDialog } from "./cluster-dialog";

/** Beside the light that says how fresh the screen is: the way to the cluster's facts, and in sight what etcd raises the alarm about. */
export function ClusterLight() {
  const [open, setOpen] = useState(false);
  const { state } = useFreshness();
  const status = useStatus((whole) => whole, state !== "lost" && state !== "outdated");
  if (!status) return null;
  const { cluster, view } = status;
  const alarm = alarmWords(cluster, view.revision);
  return (
    <>
      {alarm ? (
        <button
          type="button"
          className={lightClass("gone")}
          data-light=""
          data-state="gone"
          aria-label={`etcd: ${alarm.short}. Cluster facts`}
          title={alarm.sentence}
          onClick={() => setOpen(true)}
        >
          <Lamp state="gone" />
          <b className="font-medium">{alarm.short}</b>
        </button>
      ) : (
        <IconButton className="max-sm:hidden" label="Cluster facts" icon={Database} onClick={() => setOpen(true)} />
      )}
      <ClusterDialog cluster={cluster} alarm={alarm} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
