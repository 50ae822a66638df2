"use client";
import { CloudLightning } from "lucide-react";
import { setText, useTick } from "@/components/live/ticker-context";
import { useLive } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { Fleet } from "@/lib/api/fleet";

/** That a storm blows, how hard and for how long. */
export function StormNote({ storm, onEnd }: { storm: NonNullable<Fleet["storm"]>; onEnd: () => void }) {
  const { perSecond, standing, until } = storm;
  const there = useLive(({ services }) => services.find(({ name }) => name === "Storm")?.total ?? 0);
  const left = useTick<HTMLSpanElement>((element, now) => {
    setText(element, `${Math.max(0, Math.ceil((until - now) / 1_000))} s`);
  });
  return (
    <div className="mb-3.5 flex items-center gap-2 max-sm:flex-col max-sm:items-stretch" role="status">
      <Note className="flex-1" state="time" icon={CloudLightning}>
        <b>A storm blows.</b> {perSecond} registrations come or go each second; {there} of {standing} stand. It ends in{" "}
        <span ref={left} className="num" />.
      </Note>
      <Button onClick={onEnd}>End it</Button>
    </div>
  );
}
