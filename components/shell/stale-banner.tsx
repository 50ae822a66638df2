"use client";
import { PlugZap, RefreshCw } from "lucide-react";
import { useLiveClient } from "@/components/live/live-provider";
import { setText, useTick } from "@/components/live/ticker-context";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { revision } from "@/components/ui/format";
import { dayClock } from "@/components/ui/time-words";
import type { SocketTrouble } from "@/lib/live/state";
import { Banner } from "./banner";
import { becauseOf, NOT_LIVE } from "./not-live";

/** Why the data is not of now, what it is of, and when the next try comes. Only where there is data to be wrong about. */
export function StaleBanner() {
  const freshness = useFreshness();
  const client = useLiveClient();
  const seen = useLive((state) => state.view?.revision ?? null);
  const toBrowserClock = -useLive((state) => state.clockOffsetMs);
  if (freshness.state === "outdated")
    return (
      <StaleNote title="The console was updated." text="This page speaks an older protocol and gets nothing any more.">
        <Button icon={RefreshCw} onClick={() => window.location.reload()}>
          Reload
        </Button>
      </StaleNote>
    );
  if (seen === null) return null;
  if (freshness.state === "lost")
    return (
      <StaleNote title="The console is out of reach." text={freshness.reason}>
        <Seen revision={seen} at={freshness.since} />
        <NextTry at={freshness.retryAt} />
        {client && <Button onClick={() => client.wake()}>Try now</Button>}
      </StaleNote>
    );
  if (freshness.state === "polled") return <NotLive trouble={freshness.trouble} />;
  if (freshness.state === "stale")
    return (
      <StaleNote title="The link to etcd is down." text={freshness.message} detail={freshness.detail}>
        <Seen revision={seen} at={freshness.heardAt === null ? null : freshness.heardAt + toBrowserClock} />
        <NextTry at={freshness.retryAt === null ? null : freshness.retryAt + toBrowserClock} />
      </StaleNote>
    );
  return null;
}

/** The console is asked instead of heard: that is said, with the reason, and what to change. */
function NotLive({ trouble }: { trouble: SocketTrouble | null }) {
  const client = useLiveClient();
  const retryAt = useLive(({ connection }) => (connection.state === "polling" ? connection.retryAt : null));
  return (
    <StaleNote title={NOT_LIVE} text={becauseOf(trouble)}>
      <NextTry at={retryAt} what="Tries the live connection" />
      {client && <Button onClick={() => client.wake()}>Try now</Button>}
    </StaleNote>
  );
}

function StaleNote(props: { title: string; text: string; detail?: string; children?: React.ReactNode }) {
  return (
    <Banner icon={PlugZap} state="late" aside={props.children}>
      <b>{props.title}</b> {props.text}{" "}
      {props.detail && props.detail !== props.text && <code className="mono">{props.detail}</code>}
    </Banner>
  );
}

function Seen({ revision: seen, at }: { revision: string; at: number | null }) {
  return (
    <span className="max-sm:hidden">
      You see revision <b className="num">{revision(seen)}</b>
      {at !== null && (
        <>
          {" "}
          as of <b className="num">{dayClock(at, Date.now())}</b>
        </>
      )}
    </span>
  );
}

/** On the browser's clock. Hidden from screen readers: it ticks. */
function NextTry({ at, what }: { at: number | null; what?: string }) {
  const element = useTick<HTMLElement>((target) => {
    const seconds = at === null ? 0 : Math.ceil((at - Date.now()) / 1000);
    setText(target, seconds > 0 ? `${what ?? "Next try"} in ${seconds} s` : "Trying now");
  });
  return <span ref={element as React.RefObject<HTMLSpanElement | null>} className="num" aria-hidden />;
}
