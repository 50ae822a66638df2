"use client";
import type { ReactNode } from "react";
import { KeyHint, KeyHints, StageNote } from "../key-hints";
import { useWayOut } from "./use-way-out";

/** What is amiss, the keys of this moment, and those that always work. */
export function RehearsalFoot({ note = null, children }: { note?: string | null; children: ReactNode }) {
  const { label } = useWayOut();
  return (
    <KeyHints note={note && <StageNote alert>{note}</StageNote>}>
      {children}
      <KeyHint keys={["D"]}>Dark or light</KeyHint>
      <KeyHint keys={["Esc"]}>{label}</KeyHint>
    </KeyHints>
  );
}
