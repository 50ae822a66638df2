"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { createPlayer, type Player } from "./player";
import type { RunRecord } from "./run-record";
import type { RunState } from "./use-run";

const DRAW_EACH_MS = 100;
export const SPEEDS = ["0.5", "1", "4"] as const;
export type Speed = (typeof SPEEDS)[number];

/** A run that is over, played once more. Nothing is sent. */
export interface Replay {
  /** The run as it stood at the moment that is looked at; null where the whole of it is shown. */
  record: RunRecord | null;
  /** Of the whole run. */
  lengthMs: number;
  playing: boolean;
  speed: Speed;
  play(): void;
  pause(): void;
  seek(atMs: number): void;
  setSpeed(speed: Speed): void;
}

/** Null while there is nothing to be played. */
export function useReplay({ record: whole, state, tell }: RunState): Replay | null {
  const over = whole !== null && (state === "ended" || state === "stopped") ? whole : null;
  const player = useRef<Player | null>(null);
  const atMs = useRef(0);
  const [record, setRecord] = useState<RunRecord | null>(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>("1");

  useEffect(() => {
    player.current = over && createPlayer(over);
    setRecord(null);
    setPlaying(false);
  }, [over]);

  const seek = useCallback((to: number) => {
    atMs.current = to;
    setRecord(player.current?.to(to) ?? null);
  }, []);
  const play = useCallback(() => {
    if (record === null) atMs.current = 0;
    setPlaying(true);
  }, [record]);

  useEffect(() => {
    if (!playing || !over) return;
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      atMs.current += (now - before) * Number(speed);
      before = now;
      if (atMs.current < over.atMs) return setRecord(player.current?.to(atMs.current, tell) ?? null);
      setRecord(null);
      setPlaying(false);
    }, DRAW_EACH_MS);
    return () => clearInterval(timer);
  }, [playing, over, speed, tell]);

  if (!over) return null;
  const pause = () => setPlaying(false);
  return { record, lengthMs: over.atMs, playing, speed, play, pause, seek, setSpeed };
}
