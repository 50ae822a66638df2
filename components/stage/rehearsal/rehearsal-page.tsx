"use client";
import { useState } from "react";
import { useHeld } from "@/components/registrations/use-held";
import type { HeldRegistration } from "@/lib/api/registrations";
import { KeyHint } from "../key-hints";
import { StageFrame, StageTop } from "../stage-frame";
import { RehearsalAct } from "./rehearsal-act";
import { MOST_CHOICES, RehearsalChoice } from "./rehearsal-choice";
import { RehearsalFoot } from "./rehearsal-foot";
import { useRehearsalKeys } from "./use-rehearsal-keys";

/** Expiry on any registry, with what the console itself registered: no process is touched. */
export function RehearsalPage({ note = null }: { note?: string | null }) {
  const [chosen, setChosen] = useState<HeldRegistration | null>(null);
  if (chosen) return <RehearsalAct held={chosen} onLeave={() => setChosen(null)} />;
  return <Choosing note={note} onChoose={setChosen} />;
}

function Choosing({ note, onChoose }: { note: string | null; onChoose: (held: HeldRegistration) => void }) {
  const answer = useHeld().data;
  const holding = answer?.registrations.filter(({ state }) => state === "holding") ?? null;
  const last = Math.min(holding?.length ?? 0, MOST_CHOICES);
  useRehearsalKeys({
    choose(index) {
      const one = holding?.[index];
      if (one) onChoose(one);
    },
  });
  return (
    <StageFrame data-act="choice">
      <StageTop title="Rehearse expiry" />
      <div className="grid min-h-0 overflow-auto px-[max(20px,12vw)] py-6 [align-content:safe_center]">
        <RehearsalChoice held={holding} note={note} onChoose={onChoose} />
      </div>
      <RehearsalFoot>
        {last > 0 && (
          <KeyHint keys={[last > 1 ? `1–${last}` : "1"]} next="on">
            Choose
          </KeyHint>
        )}
      </RehearsalFoot>
    </StageFrame>
  );
}
