"use client";
import { useLive } from "@/components/live/use-live";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/facts";
import { count } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import { decimalClock } from "./dial-words";
import { Rhythm } from "./lease-columns";
import { PREDICTED } from "./lease-dial";
import { deadlineOf } from "./moment";

/** The lease in numbers, and how finely each is known. */
export function LeaseFactsCard({ id, hex }: { id: string; hex: string }) {
  const reading = useLive(({ leases }) => leases.get(id) ?? null);
  const deadline = reading && deadlineOf(reading);
  return (
    <Card title="The lease">
      <div className="mb-1.5 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 gap-y-0.5 text-12">
        <span className="mono">{hex}</span>
        <CopyButton text={hex} label="Copy the lease id in hex" />
        <span className="mono dim">{id} in decimal</span>
        <CopyButton text={id} label="Copy the lease id in decimal" />
      </div>
      {reading && deadline && (
        <Facts
          rows={[
            { label: "Granted", value: <span className="num">{reading.grantedSeconds} s</span> },
            { label: "Renewed every", value: <Rhythm id={id} /> },
            {
              label: "Runs out between",
              value: (
                <span className={PREDICTED}>
                  {decimalClock(deadline[0], Date.now())} and {decimalClock(deadline[1], Date.now(), deadline[0])}
                </span>
              ),
            },
            {
              label: "End known to",
              value: <span className="num">± {((deadline[1] - deadline[0]) / 2_000).toFixed(2)} s</span>,
            },
            { label: "Last observed", value: <Time at={reading.observedAt} suffix=" ago" /> },
            { label: "Heartbeats observed", value: <span className="num">{count(reading.beatCount)}</span> },
            {
              label: "Set anew by a leader",
              value: <span className="num">{reading.resets === 0 ? "never" : `${count(reading.resets)} times`}</span>,
            },
          ]}
        />
      )}
    </Card>
  );
}
