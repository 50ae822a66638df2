"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import type { FleetInstance } from "@/lib/api/fleet";
import type { Give } from "./verb-buttons";

const LATENCIES = [0, 100, 500, 2_000] as const;
const ERRORS = [0, 0.1, 0.5, 1] as const;

/** How late and how wrongly it answers; its health path stays well, and so does its lease. */
export function BehaviourForm({ instances, give }: { instances: readonly FleetInstance[]; give: Give }) {
  const running = instances.filter(({ process }) => process === "running");
  const [first] = running;
  const [latency, setLatency] = useState<string | null>(null);
  const [errors, setErrors] = useState<string | null>(null);
  if (!first) return <p className="dim">Only a running process can be told.</p>;
  const latencyNow = latency ?? String(first.latencyMs);
  const errorsNow = errors ?? String(first.errorRate);
  const apply = () => {
    give({
      verb: "latency",
      body: {
        instances: running.map(({ id }) => id),
        latencyMs: Number(latencyNow),
        errorRate: Number(errorsNow),
      },
    });
    setLatency(null);
    setErrors(null);
  };
  return (
    <div className="grid justify-items-start gap-3">
      <div>
        <span className="mb-1 block text-12 text-muted">Answers late by</span>
        <Segmented
          label="Answers late by"
          value={latencyNow}
          options={LATENCIES.map((ms) => ({
            value: String(ms),
            label: ms === 0 ? "nothing" : ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`,
          }))}
          onChange={setLatency}
        />
      </div>
      <div>
        <span className="mb-1 block text-12 text-muted">Answers 500 to</span>
        <Segmented
          label="Answers 500 to"
          value={errorsNow}
          options={ERRORS.map((share) => ({
            value: String(share),
            label: share === 0 ? "none" : share === 1 ? "all" : `${share * 100} %`,
          }))}
          onChange={setErrors}
        />
      </div>
      <Button onClick={apply} disabled={latency === null && errors === null}>
        Let it answer so
      </Button>
    </div>
  );
}
