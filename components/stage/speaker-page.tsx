"use client";
import { useMemo } from "react";
import { useBoot } from "@/components/live/live-provider";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { actsFor } from "@/lib/stage/acts";
import { notReadyNote } from "@/lib/stage/cast";
import type { Order } from "@/lib/stage/types";
import { FactList } from "./fact-list";
import { KeyHint, KeyHints } from "./key-hints";
import { Marked } from "./marked";
import { listedKeys } from "./stage-keys";
import { useRequests } from "./use-requests";
import { useScene } from "./use-scene";
import { useStage } from "./use-stage";
import { useStageKeys } from "./use-stage-keys";

const PAGE =
  "grid h-dvh grid-rows-[auto_minmax(0,1fr)_auto] bg-app text-18 leading-[1.4] max-[760px]:h-auto max-[760px]:min-h-dvh";
const LABEL = "text-[14px] font-medium text-muted";

/** The second window: notes, what comes next, the time, and the exact command behind the act. Keys work here as well. */
export function SpeakerPage() {
  const { embeddedMembers, fleet } = useBoot();
  const acts = useMemo(() => actsFor({ embeddedMembers }), [embeddedMembers]);
  const requests = useRequests();
  const stage = useStage(acts, requests);
  const { state } = stage;
  const scene = useScene(state, requests.tally);
  useStageKeys((command) => stage.command(command, scene));
  const act = acts[state.act] ?? acts[0];
  if (!act || !fleet)
    return (
      <main id="main" className={PAGE}>
        The stage plays on the demo fleet, and this console has none.
      </main>
    );
  const telling = act.tell(scene, state.given);
  const cue = act.cues[state.given.length];
  const done = state.given.at(-1);
  const following = acts[state.act + 1];
  const waitsFor = state.given.length > 0 ? null : notReadyNote(act.needs, scene, state);
  return (
    <main
      id="main"
      className={PAGE}
      data-act={act.id}
      data-phase={telling.phase}
      data-cues={state.given.length}
      data-ready={stage.awake && waitsFor === null}
    >
      <header className="flex items-end justify-between border-line-soft border-b px-8 pt-6 pb-4 max-[760px]:flex-wrap max-[760px]:gap-x-6 max-[760px]:gap-y-3 max-[760px]:px-5 max-[760px]:py-4">
        <div>
          <p className={LABEL}>
            Act {state.act + 1} of {acts.length}
          </p>
          <h1 className="font-semibold text-[36px] leading-[1.1] tracking-[-0.03em]">{act.name}</h1>
        </div>
        <dl className="flex gap-8 text-right max-[760px]:text-left">
          <Clock label="Talk" of="talk" ms={state.startedAt === null ? null : scene.now - state.startedAt} />
          <Clock label="Act" of="act" ms={state.since === 0 ? null : scene.now - state.since} />
        </dl>
      </header>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-10 overflow-auto px-8 py-6 max-[760px]:grid-cols-1 max-[760px]:gap-7 max-[760px]:overflow-visible max-[760px]:p-5">
        <section aria-label="Notes">
          <ul className="mb-7 grid list-disc gap-3.5 text-pretty pl-[1.1em] text-22 leading-[1.35]">
            {act.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          <h2 className={LABEL}>The room reads</h2>
          <p className="mt-1.5 text-prose [&>b]:text-ink">
            <b>
              <Marked text={telling.title} />
            </b>{" "}
            <Marked text={telling.sentence} />
          </p>
          <FactList facts={telling.facts} on="speaker" />
        </section>
        <section aria-label="What comes next">
          <h2 className={LABEL}>{cue ? "The next key" : "Next"}</h2>
          <p className="mt-1 mb-3 font-semibold text-[30px] leading-[1.15] tracking-[-0.02em]">
            {cue?.label ?? following?.name ?? "The end"}
          </p>
          {cue && <Command text={cue.command(scene)} orders={cue.orders(scene)} />}
          {done && (
            <>
              <h2 className={cn(LABEL, "mt-4.5")}>What was done</h2>
              <Command text={done.command} orders={done.orders} />
            </>
          )}
          {cue && following && <p className="mt-3.5 text-prose">Then: {following.name}</p>}
          <p className="mt-3.5 text-prose" role="status">
            {state.trouble ??
              (state.black
                ? "The room sees black."
                : state.frozen
                  ? "The room sees a frozen picture."
                  : waitsFor
                    ? `${waitsFor}.`
                    : "In step.")}
            {state.reset?.tookMs ? ` Last reset took ${(state.reset.tookMs / 1000).toFixed(1)} s.` : ""}
          </p>
          <ol className="mt-6 list-decimal columns-2 gap-x-8 pl-[1.4em] text-[16px] text-muted max-[760px]:columns-1">
            {acts.map(({ id, name }, index) => (
              <li
                key={id}
                className="aria-[current=step]:font-semibold aria-[current=step]:text-ink"
                {...(index === state.act && { "aria-current": "step" as const })}
              >
                {name}
              </li>
            ))}
          </ol>
        </section>
      </div>
      <KeyHints>
        {listedKeys(cue?.label ?? following?.name ?? "The end", state.ttlSeconds, acts.length).map(
          ({ keys, label }) => (
            <KeyHint key={keys.join()} keys={keys}>
              {label}
            </KeyHint>
          ),
        )}
      </KeyHints>
    </main>
  );
}

function Clock({ label, of, ms }: { label: string; of: "talk" | "act"; ms: number | null }) {
  return (
    <div>
      <dt className={LABEL}>{label}</dt>
      <dd data-elapsed={of} className="font-medium text-[44px] tabular-nums leading-none tracking-[-0.02em]">
        {duration(ms)}
      </dd>
    </div>
  );
}

/** The signal, and the request to the console that sends it. */
function Command({ text, orders }: { text: string; orders: readonly Order[] }) {
  return (
    <div className="mt-1.5 grid gap-2 rounded-card bg-sunk px-3.5 py-3 shadow-[inset_0_0_0_1px_var(--line-soft)]">
      <p>
        <code className="wrap-anywhere font-medium font-mono text-[16px]">{text}</code>{" "}
        <CopyButton text={text} label="Copy the command" />
      </p>
      {orders.map(({ path, body }) => (
        <p key={path}>
          <code className="wrap-anywhere font-mono text-[14px] text-prose leading-[1.4]">
            POST /api/v1/{path} {JSON.stringify(body)}
          </code>
        </p>
      ))}
    </div>
  );
}

function duration(ms: number | null): string {
  if (ms === null || ms < 0) return "–:––";
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
