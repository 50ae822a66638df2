"use client";
import type { ReactNode } from "react";
import { LiveLight } from "@/components/shell/live-light";
import { Mark } from "@/components/shell/mark";

export function RehearsalTop({ children }: { children?: ReactNode }) {
  return (
    <header className="stage-top">
      <Mark size={28} />
      <b>Rehearse expiry</b>
      <span className="min-w-0 flex-1" />
      {children}
      <LiveLight />
    </header>
  );
}
