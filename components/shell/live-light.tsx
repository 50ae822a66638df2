"use client";
import { useBoot } from "@/components/live/live-provider";
import { setText, useTick } from "@/components/live/ticker-context";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { cn } from "@/components/ui/cn";
import { age, count, revision, wholeAge } from "@/components/ui/format";
import { dayClock } from "@/components/ui/time-words";
import { Lamp, type LightState, lightClass } from "./light";

/**
 * How fresh the screen is, always in sight. The state is announced once when it changes; what ticks beside it is
 * hidden from screen readers.
 */
export function LiveLight({ large = false }: { large?: boolean }) {
  const freshness = useFreshness();
  const read = useLive((state) => state.view !== null);
  switch (freshness.state) {
    case "reading":
      return (
        <Light state="static" word="Reading" large={large}>
          {freshness.listed > 0 && (
            <span className="num">
              {count(freshness.listed)}
              {freshness.total !== null && ` of ${count(freshness.total)}`} keys
            </span>
          )}
        </Light>
      );
    case "live":
      return (
        <Light state="alive" word="Live" large={large}>
          <RevisionNow />
          <EtcdHeard />
          <RoundTrip />
        </Light>
      );
    case "polled":
      return (
        <Light state="time" word="Not live" large={large}>
          <AskedAgo />
        </Light>
      );
    case "stale":
      if (!read)
        return (
          <Light
            state={NO_ACCESS.has(freshness.cause) ? "gone" : "late"}
            word={wordFor(freshness.cause)}
            large={large}
          />
        );
      return (
        <Light state="late" word="Stale" large={large}>
          <LastChange />
        </Light>
      );
    case "lost":
      return (
        <Light state="late" word="Console lost" large={large}>
          <Since at={freshness.since} />
        </Light>
      );
    case "outdated":
      return <Light state="time" word="Reload needed" large={large} />;
  }
}

const NO_ACCESS = new Set(["permission-denied", "unauthenticated", "certificate"]);

/** There is nothing yet that could be stale. */
function wordFor(cause: string): string {
  return NO_ACCESS.has(cause) ? "No access" : "No etcd";
}

interface LightProps {
  state: LightState;
  word: string;
  large: boolean;
  children?: React.ReactNode;
}

function Light({ state, word, large, children }: LightProps) {
  return (
    <span
      className={cn(
        lightClass(state, large),
        // On a phone an alarm beside it takes the room of what follows the word: the name of the page stays in sight.
        "max-sm:has-[~[data-light]]:[&>:not(:first-child,b)]:hidden",
      )}
      data-state={state}
    >
      <Lamp state={state} />
      <b role="status" className="font-medium">
        {word}
      </b>
      {children}
    </span>
  );
}

function Separator({ className }: { className?: string }) {
  return <span className={cn("h-3 w-px bg-line", className)} aria-hidden />;
}

function RevisionNow() {
  const { status } = useBoot();
  const now = useLive((state) => state.view?.revision ?? state.status?.revision ?? status.revision);
  const changedAt = useLive((state) => state.status?.changedAt ?? null);
  const element = useTick<HTMLSpanElement>((target, time) => {
    target.title =
      changedAt === null ? "No change yet" : `Last change ${age(time - changedAt)} ago, ${dayClock(changedAt, time)}`;
  });
  return (
    <>
      <Separator />
      <span ref={element} className="num">
        rev <span data-revision={now}>{revision(now)}</span>
      </span>
    </>
  );
}

/** How old what the console knows of etcd may be: it asks every few seconds where nothing changes. */
function EtcdHeard() {
  const heardAt = useLive((state) => state.status?.heardAt ?? null);
  const element = useTick<HTMLSpanElement>((target, now) =>
    setText(target, heardAt === null ? "" : `etcd ${wholeAge(now - heardAt)} ago`),
  );
  if (heardAt === null) return null;
  return (
    <>
      <Separator className="max-sm:hidden" />
      <span
        ref={element}
        className="num max-sm:hidden"
        title="When the console last heard from etcd: a change, or an answer to its question every few seconds."
        aria-hidden
      />
    </>
  );
}

function RoundTrip() {
  const delayMs = useLive(({ connection }) =>
    connection.state === "open" && connection.roundTripMs !== null
      ? Math.max(1, Math.round(connection.roundTripMs))
      : null,
  );
  if (delayMs === null) return null;
  return (
    <>
      <Separator className="max-sm:hidden" />
      <span
        className="num max-sm:hidden"
        title="From this page to the console and back. It says nothing about etcd: how long ago the console heard from it stands beside."
        aria-hidden
      >
        page {count(delayMs)} ms
      </span>
    </>
  );
}

/** Without a socket: how old what is on screen may be. */
function AskedAgo() {
  const answeredAt = useLive(({ connection }) => (connection.state === "polling" ? connection.answeredAt : null));
  const element = useTick<HTMLSpanElement>((target) =>
    setText(target, answeredAt === null ? "" : `asked ${wholeAge(Math.max(0, Date.now() - answeredAt))} ago`),
  );
  return (
    <>
      <Separator />
      <span ref={element} className="num" aria-hidden />
    </>
  );
}

function LastChange() {
  const heardAt = useLive((state) => state.status?.heardAt ?? null);
  const element = useTick<HTMLSpanElement>((target, now) =>
    setText(target, heardAt === null ? "never heard from etcd" : `heard ${wholeAge(now - heardAt)} ago`),
  );
  return (
    <>
      <Separator />
      <span ref={element} className="num" aria-hidden />
      <Separator className="max-sm:hidden" />
      <span className="max-sm:hidden">reconnecting</span>
    </>
  );
}

function Since({ at }: { at: number }) {
  const element = useTick<HTMLSpanElement>((target) => setText(target, `for ${wholeAge(Date.now() - at)}`));
  return (
    <>
      <Separator />
      <span ref={element} className="num" aria-hidden />
    </>
  );
}
