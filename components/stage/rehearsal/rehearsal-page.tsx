"use client";
import "../stage.css";
import { useState } from "react";
import { useHeld } from "@/components/registrations/use-held";
import { Kbd } from "@/components/ui/tag";
import type { HeldRegistration } from "@/lib/api/registrations";
import { RehearsalAct } from "./rehearsal-act";
import { MOST_CHOICES, RehearsalChoice } from "./rehearsal-choice";
import { RehearsalFoot } from "./rehearsal-foot";
import { RehearsalTop } from "./rehearsal-top";
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
    <main id="main" className="stage" data-act="choice">
      <RehearsalTop />
      <div className="stage-choosing">
        <RehearsalChoice held={holding} note={note} onChoose={onChoose} />
      </div>
      <RehearsalFoot>
        {last > 0 && (
          <li className="on">
            <Kbd className="h-6.5 min-w-6.5 mr-1.75 text-14 leading-6">{last > 1 ? `1–${last}` : "1"}</Kbd>
            Choose
          </li>
        )}
      </RehearsalFoot>
    </main>
  );
}
