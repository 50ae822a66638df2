"use client";
import { Database } from "lucide-react";
import { useStatus } from "../api/use-status";
import { useFreshness } from "../live/use-freshness";
import { Banner } from "../shell/banner";
import { alarmWords } from "./alarms";

/** What etcd raises the alarm about, above every page: whoever is about to change something should know that it cannot be done. */
export function AlarmBanner() {
  const { state } = useFreshness();
  const status = useStatus((whole) => whole, state !== "lost" && state !== "outdated");
  const alarm = status ? alarmWords(status.cluster, status.view.revision) : null;
  if (alarm === null) return null;
  return (
    <Banner icon={Database} state="gone">
      <b>etcd: {alarm.short.toLowerCase()}.</b> {alarm.sentence}
    </Banner>
  );
}
