"use client";
import "../stage.css";
import { useState } from "react";
import { useHeld } from "@/components/registrations/use-held";
import type { HeldRegistration } from "@/lib/api/registrations";
import { RehearsalAct } from "./rehearsal-act";
import { RehearsalChoice } from "./rehearsal-choice";
import { useRehearsalKeys } from "./use-rehearsal-keys";

/** Expiry on any registry, with what the console itself registered: no process is touched. */
export function RehearsalPage({ note = null }: { note?: string | null }) {
  const [chosen, setChosen] = useState<HeldRegistration | null>(null);
  if (chosen) return <RehearsalAct held={chosen} onLeave={() => setChosen(null)} />;
  return <Choosing note={note} onChoose={setChosen} />;
}

function Choosing({ note, onChoose }: { note: string | null; onChoose: (held: HeldRegistration) => void }) {
  const holding = (useHeld().data?.registrations ?? []).filter(({ state }) => state === "holding");
  useRehearsalKeys({
    choose(index) {
      const one = holding[index];
      if (one) onChoose(one);
    },
  });
  return (
    <main id="main" className="stage stage-empty">
      <RehearsalChoice held={holding} note={note} onChoose={onChoose} />
    </main>
  );
}
