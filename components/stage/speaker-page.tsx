"use client";
import "./stage.css";
import { useMemo } from "react";
import { useBoot } from "@/components/live/live-provider";
import { CopyButton } from "@/components/ui/copy-button";
import { stateWord } from "@/components/ui/state-glyph";
import { Kbd } from "@/components/ui/tag";
import { actsFor } from "@/lib/stage/acts";
import { notReadyNote } from "@/lib/stage/cast";
import type { Order } from "@/lib/stage/types";
import { FactList } from "./fact-list";
import { Marked } from "./marked";
import { listedKeys } from "./stage-keys";
import { useRequests } from "./use-requests";
import { useScene } from "./use-scene";
import { useStage } from "./use-stage";
import { useStageKeys } from "./use-stage-keys";

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
      <main id="main" className="speaker">
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
      className="speaker"
      data-act={act.id}
      data-phase={telling.phase}
      data-cues={state.given.length}
      data-ready={stage.awake && waitsFor === null}
    >
      <header>
        <div>
          <p className="over">
            Act {state.act + 1} of {acts.length}
          </p>
          <h1>{act.name}</h1>
        </div>
        <dl className="clocks">
          <div>
            <dt>Talk</dt>
            <dd data-elapsed="talk">{duration(state.startedAt === null ? null : scene.now - state.startedAt)}</dd>
          </div>
          <div>
            <dt>Act</dt>
            <dd data-elapsed="act">{duration(state.since === 0 ? null : scene.now - state.since)}</dd>
          </div>
        </dl>
      </header>
      <div className="columns">
        <section aria-label="Notes">
          <ul className="notes">
            {act.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          <h2>The room reads</h2>
          <p className="room">
            <b>
              <Marked text={telling.title} />
            </b>{" "}
            <Marked text={telling.sentence} />
          </p>
          <FactList facts={telling.facts} />
        </section>
        <section aria-label="What comes next">
          <h2>{cue ? "The next key" : "Next"}</h2>
          <p className="next">{cue?.label ?? following?.name ?? "The end"}</p>
          {cue && <Command text={cue.command(scene)} orders={cue.orders(scene)} />}
          {done && (
            <>
              <h2 className="done">What was done</h2>
              <Command text={done.command} orders={done.orders} />
            </>
          )}
          {cue && following && <p className="then">Then: {following.name}</p>}
          <p className={stateWord({ quiet: true, className: "mt-3.5 font-medium" })} role="status">
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
          <ol className="acts">
            {acts.map(({ id, name }, index) => (
              <li key={id} {...(index === state.act && { "aria-current": "step" as const })}>
                {name}
              </li>
            ))}
          </ol>
        </section>
      </div>
      <footer className="stage-keys">
        <ul>
          {listedKeys(cue?.label ?? following?.name ?? "The end", state.ttlSeconds, acts.length).map(
            ({ keys, label }) => (
              <li key={keys.join()}>
                {keys.map((key) => (
                  <Kbd key={key} className="h-6.5 min-w-6.5 mr-1.75 text-14 leading-6">
                    {key}
                  </Kbd>
                ))}
                {label}
              </li>
            ),
          )}
        </ul>
      </footer>
    </main>
  );
}

/** The signal, and the request to the console that sends it. */
function Command({ text, orders }: { text: string; orders: readonly Order[] }) {
  return (
    <div className="commands">
      <p>
        <code>{text}</code> <CopyButton text={text} label="Copy the command" />
      </p>
      {orders.map(({ path, body }) => (
        <p key={path} className="request">
          <code>
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
