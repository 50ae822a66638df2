"use client";
import { useBoot } from "@/components/live/live-provider";
import { RehearsalPage } from "./rehearsal/rehearsal-page";
import { StagePage } from "./stage-page";

const NO_FLEET =
  "The talk itself plays on the demo fleet, and this console has none: it watches an etcd that is not its own, or was started with ROLLCALL_DEMO=0.";

/** The talk where there is a fleet to show it with; else what can be shown on a registry that is not ours. */
export function StageDoor() {
  const { fleet } = useBoot();
  return fleet ? <StagePage /> : <RehearsalPage note={NO_FLEET} />;
}
