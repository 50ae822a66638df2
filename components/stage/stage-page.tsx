"use client";
import { useMemo, useRef } from "react";
import { useBoot } from "@/components/live/live-provider";
import { TickerContext, useTicker } from "@/components/live/ticker-context";
import { cn } from "@/components/ui/cn";
import { actsFor } from "@/lib/stage/acts";
import { HERO, notReadyNote, SERVICE } from "@/lib/stage/cast";
import type { StageState } from "@/lib/stage/state";
import type { Scene } from "@/lib/stage/types";
import { createHeldTicker } from "./held-ticker";
import { KeyHint, KeyHints, StageNote } from "./key-hints";
import { StageAct, StageFrame, StageTop } from "./stage-frame";
import { listedKeys } from "./stage-keys";
import { StageLanes } from "./stage-lanes";
import { StageMembers } from "./stage-members";
import { StagePeers } from "./stage-peers";
import { StageRing } from "./stage-ring";
import { StageText } from "./stage-text";
import { useRequests } from "./use-requests";
import { useScene } from "./use-scene";
import { useStage } from "./use-stage";
import { useStageKeys } from "./use-stage-keys";

/** What the room sees: one ring, one title, one sentence, and what was measured. */
export function StagePage() {
  const { embeddedMembers } = useBoot();
  const acts = useMemo(() => actsFor({ embeddedMembers }), [embeddedMembers]);
  const requests = useRequests();
  const stage = useStage(acts, requests);
  const live = useScene(stage.state, requests.tally);
  useStageKeys((command) => stage.command(command, live));
  const { scene, state, ticker } = useHeld(live, stage.state);
  const act = acts[state.act] ?? acts[0];
  if (!act) return null;
  const telling = act.tell(scene, state.given);
  const waitsFor = state.given.length > 0 ? null : notReadyNote(act.needs, scene, state);
  const next = act.cues[state.given.length]?.label ?? acts[state.act + 1]?.name ?? "The end";
  return (
    <TickerContext value={ticker}>
      <StageFrame
        data-act={act.id}
        data-phase={telling.phase}
        data-cues={state.given.length}
        data-ready={stage.awake && waitsFor === null}
        data-since={state.since}
        {...(state.frozen && { "data-frozen": "" })}
      >
        <StageTop
          title={
            <>
              Act {state.act + 1} of {acts.length}
            </>
          }
          where={
            <>
              <Pips acts={acts} at={state.act} />
              {state.frozen && (
                <span className="rounded-full bg-time-wash px-3 py-0.75 font-semibold text-time">Frozen</span>
              )}
            </>
          }
        >
          {SERVICE} <code>{HERO}</code>
        </StageTop>
        <StageAct>
          {telling.picture === "requests" ? (
            <StageLanes scene={scene} />
          ) : (
            <StageRing telling={telling} scene={scene} />
          )}
          <StageText telling={telling}>
            {telling.picture === "members" && scene.members ? (
              <StageMembers members={scene.members} />
            ) : (
              <StagePeers scene={scene} />
            )}
          </StageText>
        </StageAct>
        <StageFoot state={stage.state} next={next} waitsFor={waitsFor} acts={acts.length} />
        {stage.state.black && (
          <div className="absolute inset-0 cursor-none bg-[#000] max-[760px]:fixed" role="img" aria-label="Black" />
        )}
      </StageFrame>
    </TickerContext>
  );
}

function StageFoot(props: { state: StageState; next: string; waitsFor: string | null; acts: number }) {
  const { state, next, waitsFor, acts } = props;
  const { trouble, reset, ttlSeconds } = state;
  const note = trouble ? (
    <StageNote alert>{trouble}</StageNote>
  ) : waitsFor ? (
    <StageNote>{waitsFor}</StageNote>
  ) : reset?.tookMs && reset.at === state.since ? (
    <StageNote data-fact="reset" data-raw={Math.round(reset.tookMs)}>
      Reset in {(reset.tookMs / 1000).toFixed(1)} s
    </StageNote>
  ) : null;
  return (
    <KeyHints note={note}>
      {listedKeys(next, ttlSeconds, acts).map(({ keys, label }, index) => (
        <KeyHint key={keys.join()} keys={keys} next={index > 0 ? undefined : waitsFor ? "off" : "on"}>
          {label}
        </KeyHint>
      ))}
    </KeyHints>
  );
}

/** Which of the acts are over, which one plays. */
function Pips({ acts, at }: { acts: readonly { id: string }[]; at: number }) {
  return (
    <span className="flex gap-1.5 max-[760px]:hidden" aria-hidden>
      {acts.map(({ id }, index) => (
        <i
          key={id}
          className={cn(
            "h-1 w-[calc(2.4*var(--u))] rounded-[2px]",
            index === at ? "bg-ink" : index < at ? "bg-muted" : "bg-line-hard",
          )}
        />
      ))}
    </span>
  );
}

/** While it is frozen, the moment at which that began, and a clock that stands still. */
function useHeld(scene: Scene, state: StageState) {
  const ticker = useTicker();
  const held = useRef<{ scene: Scene; state: StageState } | null>(null);
  if (!state.frozen) held.current = null;
  else held.current ??= { scene, state };
  const heldTicker = useMemo(() => ticker && createHeldTicker(ticker, () => held.current?.scene.now ?? null), [ticker]);
  const shown = held.current ?? { scene, state };
  return { scene: shown.scene, state: { ...shown.state, frozen: state.frozen }, ticker: heldTicker };
}
