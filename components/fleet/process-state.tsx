import type { GlyphState } from "@/components/ui/state-glyph";
import { StateGlyph, stateWord } from "@/components/ui/state-glyph";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import type { FleetInstance } from "@/lib/api/fleet";
import { endedWords } from "./truths";

const LOOK: Record<FleetInstance["process"], { state: GlyphState; word: string }> = {
  starting: { state: "draining", word: "Starting" },
  running: { state: "alive", word: "Running" },
  paused: { state: "late", word: "Paused" },
  stopping: { state: "draining", word: "Stopping" },
  stopped: { state: "gone", word: "No process" },
};

/** What the system knows of the process: whether there is one, and how the last one ended. */
export function ProcessState({ instance }: { instance: FleetInstance }) {
  const { process, ended, cut } = instance;
  const { state, word } = LOOK[process];
  return (
    <span className={stateWord({ quiet: true })} data-state={state}>
      <StateGlyph state={state} />
      <span className="ell">
        {word}
        {cut && <span className="text-late">, cut from etcd</span>}
        {ended && (
          <span className="dim">
            , {endedWords(ended)} <Time at={ended.at} suffix=" ago" />
          </span>
        )}
      </span>
    </span>
  );
}

/** Where it is: its id with the system, and its port. */
export function ProcessPlace({ instance: { pid, port } }: { instance: FleetInstance }) {
  if (pid === null) return <span className="dim">none</span>;
  return (
    <span className="mono ell">
      {pid}
      {port !== null && <span className="dim"> :{port}</span>}
    </span>
  );
}

/** Latency and errors, where it was told to have some. */
export function Behaviour({ instance: { latencyMs, errorRate } }: { instance: FleetInstance }) {
  const parts = [
    latencyMs > 0 ? `${latencyMs} ms late` : null,
    errorRate > 0 ? `${Math.round(errorRate * 100)} % errors` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <Tag>{parts.join(", ")}</Tag>;
}
