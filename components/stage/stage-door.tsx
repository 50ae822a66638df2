"use client";
import Link from "next/link";
import { useBoot } from "@/components/live/live-provider";
import { StagePage } from "./stage-page";

/** The talk where there is a fleet to show it with; else what can be shown on a registry that is not ours. */
export function StageDoor() {
  const { fleet } = useBoot();
  return fleet ? <StagePage /> : <NoFleet />;
}

function NoFleet() {
  return (
    <main id="main" className="stage stage-empty">
      <section className="stage-text">
        <h1>The stage plays on the demo fleet</h1>
        <p>
          This console has none: it watches an etcd that is not its own, or was started with{" "}
          <code>ROLLCALL_DEMO=0</code>. Nothing here may be killed for a talk.
        </p>
        <p>
          <Link href="/services">Back to the services</Link>
        </p>
      </section>
    </main>
  );
}
