"use client";
import { Pause, Play } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../ui/button";
import { count } from "../ui/format";
import { isTyping } from "../ui/keys";
import type { LogSnapshot } from "./event-log";

interface PauseProps {
  snapshot: LogSnapshot;
  onPause: () => void;
  onResume: () => void;
}

/** Pause and what waits behind it; the space key does the same. */
export function PauseButton({ snapshot, onPause, onResume }: PauseProps) {
  const asked = snapshot.paused === "asked";
  const toggle = asked ? onResume : onPause;
  useSpace(toggle);
  return (
    <Button
      icon={asked ? Play : Pause}
      onClick={toggle}
      aria-pressed={asked}
      title={`${asked ? "Resume" : "Pause"} (space)`}
    >
      {asked ? "Resume" : "Pause"}
    </Button>
  );
}

/** How many events wait while rows stand still. Announced once, not with every event. */
export function WaitingPill({ snapshot, onResume }: Omit<PauseProps, "onPause">) {
  const { paused, waiting } = snapshot;
  if (paused === null || (paused === "reading" && waiting === 0)) return null;
  return (
    // At the right end of the bar above it, without covering a row.
    <div className="sticky top-[46px] z-5 flex h-0 justify-end max-sm:top-2 max-sm:justify-center">
      <span role="status" className="vh">
        {paused === "asked" ? "Paused" : "Rows stand still while you read"}
      </span>
      <Button
        variant="primary"
        className="-translate-y-[37px] rounded-full shadow-toast max-sm:translate-y-2"
        onClick={onResume}
      >
        <span className="num">{count(waiting)}</span> waiting
      </Button>
    </div>
  );
}

function useSpace(toggle: () => void) {
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== " " || event.defaultPrevented || isTyping(event)) return;
      // On a button or a link the space key is the button's.
      if (event.target instanceof Element && event.target.closest("button, a, summary")) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
