"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWrites } from "@/components/actions/use-writes";
import { ApiError } from "@/components/api/api-error";
import { SafeText } from "@/components/ui/safe-text";
import type { HeldRegistration } from "@/lib/api/registrations";
import { resumeOrder, stopOrder, tellRehearsal } from "@/lib/stage/rehearsal";
import { type Given, givenNow } from "@/lib/stage/state";
import type { Order } from "@/lib/stage/types";
import { carryOut } from "../carry-out";
import { KeyHint } from "../key-hints";
import { StageAct, StageFrame, StageTop } from "../stage-frame";
import { StageRing } from "../stage-ring";
import { StageText } from "../stage-text";
import { RehearsalFoot } from "./rehearsal-foot";
import { useRehearsalKeys } from "./use-rehearsal-keys";
import { useRehearsalScene } from "./use-rehearsal-scene";

/** One key stops the heartbeats of what the console holds; then its lease runs out, or is resumed in time. */
export function RehearsalAct({ held, onLeave }: { held: HeldRegistration; onLeave: () => void }) {
  const [given, setGiven] = useState<Given | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const writes = useWrites();
  const scene = useRehearsalScene(held, given);
  const telling = tellRehearsal(scene, given);
  const isGone = telling.phase === "gone";
  const client = useQueryClient();
  useEffect(() => {
    // Not among those to choose from any more, also where nobody looks at them now.
    if (isGone) void client.invalidateQueries({ queryKey: ["held"], refetchType: "all" });
  }, [client, isGone]);

  async function ask(order: Order, next: Given | null): Promise<void> {
    setTrouble(null);
    try {
      await carryOut(order, new AbortController().signal);
      setGiven(next);
    } catch (error) {
      setTrouble(error instanceof ApiError ? `${error.title}. ${error.detail}` : "That did not work.");
    }
  }

  const mayStop = !given && telling.phase === "before" && writes.may === "write";
  const mayResume = given !== null && !isGone;
  useRehearsalKeys({
    next: () => {
      if (mayStop) void ask(stopOrder(held), givenNow(scene));
      else if (isGone) onLeave();
    },
    back: () => {
      if (mayResume) void ask(resumeOrder(held), null);
      else onLeave();
    },
  });
  const next = isGone ? "Choose another" : "Stop its heartbeats";
  const note = trouble ?? (writes.may === "write" ? null : writes.reason);
  return (
    <StageFrame data-act="rehearsal" data-phase={telling.phase} data-ready={mayStop}>
      <StageTop title="Rehearse expiry">
        <SafeText text={held.service} max={60} />{" "}
        <code>
          <SafeText text={held.instance} max={60} />
        </code>
      </StageTop>
      <StageAct>
        <StageRing telling={telling} scene={scene} />
        <StageText telling={telling} />
      </StageAct>
      <RehearsalFoot note={note}>
        <KeyHint keys={["→"]} next={mayStop || isGone ? "on" : "off"}>
          {next}
        </KeyHint>
        <KeyHint keys={["←"]}>{mayResume ? "Resume: keep it alive again" : "Choose another"}</KeyHint>
      </RehearsalFoot>
    </StageFrame>
  );
}
