"use client";
import { Pause, Play } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { type Replay, SPEEDS } from "./use-replay";

const WORDS = { "0.5": "½×", "1": "1×", "4": "4×" } as const;
const STEPS_MS = 100;

/** Plays a run once more, from any of its moments. */
export function ReplayBar({ replay }: { replay: Replay }) {
  const { record, lengthMs, playing, speed } = replay;
  const atMs = record?.atMs ?? lengthMs;
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  return (
    <div className="flex items-center gap-3 px-4 pt-2.5 pb-1">
      <Button icon={playing ? Pause : Play} onClick={playing ? replay.pause : replay.play}>
        {playing ? "Pause" : "Replay"}
      </Button>
      <input
        className="min-w-0 flex-1 accent-time"
        type="range"
        aria-label="Moment of the run"
        aria-valuetext={`${seconds(atMs)} of ${seconds(lengthMs)} seconds`}
        min={0}
        max={Math.ceil(lengthMs / STEPS_MS) * STEPS_MS}
        step={STEPS_MS}
        value={atMs}
        onChange={(event) => replay.seek(Number(event.target.value))}
      />
      <Segmented
        label="Speed"
        value={speed}
        options={SPEEDS.map((value) => ({ value, label: WORDS[value] }))}
        onChange={replay.setSpeed}
      />
    </div>
  );
}
