"use client";
import { DatabaseZap, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { eventPath } from "@/components/events/event-link";
import { useBoot } from "@/components/live/live-provider";
import { setText, useTick } from "@/components/live/ticker-context";
import { useLive } from "@/components/live/use-live";
import { IconButton } from "@/components/ui/button";
import { InlineLink } from "@/components/ui/link";
import type { Sweep } from "@/lib/registry/types";
import { Banner } from "./banner";
import { sweepBody, sweepHead, sweepWhen } from "./sweep-words";

const DISMISSED = "rollcall.sweep.dismissed";
const CHANGED = "rollcall-sweep-dismissed";

/**
 * Many registrations went at once: one banner for all of them, until they are back or somebody has seen it. What was
 * seen is remembered in this browser, per event.
 */
export function SweepBanner() {
  const { status } = useBoot();
  const sweep = useLive((state) => (state.status ?? status).sweep ?? null);
  const dismissed = useDismissed();
  if (sweep === null || sweep.id === dismissed) return null;
  return (
    <Banner
      icon={DatabaseZap}
      state="late"
      aside={<IconButton icon={X} label="Dismiss" onClick={() => dismiss(sweep.id)} />}
    >
      <b>
        {sweepHead(sweep)}
        {sweep.at !== null && <When at={sweep.at} />}.
      </b>{" "}
      {sweepBody(sweep)} <InlineLink href={eventPath(sweep.id)}>The event</InlineLink>
    </Banner>
  );
}

/** Within seconds it is a moment; over a restart of the console it may be a night. Nothing before the page is awake. */
function When({ at }: { at: NonNullable<Sweep["at"]> }) {
  const element = useTick<HTMLSpanElement>((target, now) => setText(target, sweepWhen(at, now)));
  return <span ref={element} className="num" />;
}

function dismiss(id: string): void {
  try {
    localStorage.setItem(DISMISSED, id);
  } catch {
    // Storage may be forbidden: then it stays on screen.
  }
  window.dispatchEvent(new Event(CHANGED));
}

function useDismissed(): string | null {
  return useSyncExternalStore(subscribe, read, () => null);
}

function read(): string | null {
  try {
    return localStorage.getItem(DISMISSED);
  } catch {
    return null;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener("storage", listener);
  };
}
