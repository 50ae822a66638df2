"use client";
import { Lock, PlugZap, ShieldAlert } from "lucide-react";
import type { Freshness } from "@/components/live/freshness";
import { useBoot } from "@/components/live/live-provider";
import { setText, useTick } from "@/components/live/ticker-context";
import { useLive } from "@/components/live/use-live";
import { Card } from "@/components/ui/card";
import { CommandStrip } from "@/components/ui/command-strip";
import { EmptyState } from "@/components/ui/empty-state";
import { count } from "@/components/ui/format";
import { RawText } from "@/components/ui/raw-text";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Prefixes } from "./prefixes";

/** What stands in the place of a list before there was ever anything to list: the shape of it, or why nothing comes. */
export function BeforeTheFirstList({ freshness }: { freshness: Freshness }) {
  if (freshness.state === "stale") return <EtcdTrouble freshness={freshness} />;
  if (freshness.state === "lost")
    return (
      <EmptyState title="The console is out of reach" icon={PlugZap} state="late">
        <p>{freshness.reason} The page goes on trying and comes alive by itself.</p>
      </EmptyState>
    );
  return (
    <Card as="div" flush>
      <SkeletonRows columns={[12, 180, 60, 96, 142, 90]} rows={8} />
      <p className="min-h-[45px] px-4 py-3.5 text-12 text-muted" aria-live="polite">
        {freshness.state === "reading" && <Progress listed={freshness.listed} total={freshness.total} />}
      </p>
    </Card>
  );
}

function Progress({ listed, total }: { listed: number; total: number | null }) {
  const { prefixes } = useBoot();
  return (
    <>
      Reading <Prefixes last=" and " prefixes={prefixes.map(({ prefix }) => prefix)} />
      {listed > 0 && (
        <>
          : <span className="num">{count(listed)}</span>
          {total !== null && (
            <>
              {" "}
              of about <span className="num">{count(total)}</span>
            </>
          )}{" "}
          keys
        </>
      )}
    </>
  );
}

const WAY_OUT: Record<string, string> = {
  unavailable: "Check that etcd runs and that this machine reaches it.",
  timeout: "etcd took too long. It may be overloaded, or something on the way holds packets back.",
  "no-leader": "The members of etcd have no leader: most of them must be up and reach each other.",
  unauthenticated: "Check ETCD_USERNAME and ETCD_PASSWORD, then start the console again.",
  "permission-denied": "Grant the user read on every watched prefix. The page comes alive by itself then.",
  certificate: "Check ETCD_CA, and ETCD_CERT and ETCD_KEY where etcd wants a client certificate.",
};

function EtcdTrouble({ freshness }: { freshness: Extract<Freshness, { state: "stale" }> }) {
  const { endpoints, prefixes } = useBoot();
  const toBrowserClock = -useLive((state) => state.clockOffsetMs);
  const denied = freshness.cause === "permission-denied";
  const tls = freshness.cause === "certificate" || freshness.cause === "unauthenticated";
  const first = prefixes[0]?.prefix ?? "/";
  const command = denied
    ? `etcdctl role grant-permission ROLE --prefix=true read ${first}`
    : `etcdctl --endpoints=${endpoints.join(",")} endpoint status`;
  return (
    <EmptyState
      title={denied ? "etcd refused the read" : tls ? "etcd does not let this console in" : "etcd does not answer"}
      icon={denied ? Lock : tls ? ShieldAlert : PlugZap}
      state={denied || tls ? "gone" : "late"}
    >
      <p>
        {freshness.message} {WAY_OUT[freshness.cause]}
      </p>
      {freshness.detail && freshness.detail !== freshness.message && (
        <RawText label="etcd's own words" text={freshness.detail} />
      )}
      <NextTry at={freshness.retryAt === null ? null : freshness.retryAt + toBrowserClock} />
      <CommandStrip boxed commands={[{ tool: "etcdctl", line: command }]} />
    </EmptyState>
  );
}

function NextTry({ at }: { at: number | null }) {
  const element = useTick<HTMLParagraphElement>((target) => {
    const seconds = at === null ? 0 : Math.ceil((at - Date.now()) / 1000);
    setText(target, seconds > 0 ? `Next try in ${seconds} s` : "Trying now");
  });
  return <p ref={element} className="num dim" />;
}
