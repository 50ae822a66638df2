"use client";
import "./stage.css";
import { useMemo, useRef } from "react";
import { useBoot } from "@/components/live/live-provider";
import { TickerContext, useTicker } from "@/components/live/ticker-context";
import { LiveLight } from "@/components/shell/live-light";
import { Mark } from "@/components/shell/mark";
import { Kbd } from "@/components/ui/tag";
import { actsFor } from "@/lib/stage/acts";
import { HERO, notReadyNote, SERVICE } from "@/lib/stage/cast";
import type { StageState } from "@/lib/stage/state";
import type { Scene } from "@/lib/stage/types";
import { createHeldTicker } from "./held-ticker";
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
      <main
        id="main"
        className="stage"
        data-act={act.id}
        data-phase={telling.phase}
        data-cues={state.given.length}
        data-ready={stage.awake && waitsFor === null}
        data-since={state.since}
        {...(state.frozen && { "data-frozen": "" })}
      >
        <header className="stage-top">
          <Mark size={28} />
          <b>
            Act {state.act + 1} of {acts.length}
          </b>
          <span className="pips" aria-hidden>
            {acts.map(({ id }, index) => (
              <i key={id} className={index === state.act ? "on" : index < state.act ? "done" : ""} />
            ))}
          </span>
          {state.frozen && <span className="stage-frozen">Frozen</span>}
          <span className="min-w-0 flex-1" />
          <span className="who">
            {SERVICE} <code>{HERO}</code>
          </span>
          <LiveLight />
        </header>
        <div className="stage-act">
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
        </div>
        <StageFoot state={stage.state} next={next} waitsFor={waitsFor} acts={acts.length} />
        {stage.state.black && <div className="stage-black" role="img" aria-label="Black" />}
      </main>
    </TickerContext>
  );
}

function StageFoot(props: { state: StageState; next: string; waitsFor: string | null; acts: number }) {
  const { state, next, waitsFor, acts } = props;
  const { trouble, reset, ttlSeconds } = state;
  return (
    <footer className="stage-keys">
      {trouble ? (
        <p className="stage-note" role="alert">
          {trouble}
        </p>
      ) : waitsFor ? (
        <p className="stage-note">{waitsFor}</p>
      ) : reset?.tookMs && reset.at === state.since ? (
        <p className="stage-note" data-fact="reset" data-raw={Math.round(reset.tookMs)}>
          Reset in {(reset.tookMs / 1000).toFixed(1)} s
        </p>
      ) : null}
      <ul>
        {listedKeys(next, ttlSeconds, acts).map(({ keys, label }, index) => (
          <li key={keys.join()} {...(index === 0 && { className: waitsFor ? "off" : "on" })}>
            {keys.map((key) => (
              <Kbd key={key} className="h-6.5 min-w-6.5 mr-1.75 text-14 leading-6">
                {key}
              </Kbd>
            ))}
            {label}
          </li>
        ))}
      </ul>
    </footer>
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
