"use client";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/tag";
import { useWayOut } from "./use-way-out";

/** What is amiss, the keys of this moment, and those that always work. */
export function RehearsalFoot({ note = null, children }: { note?: string | null; children: ReactNode }) {
  const { label } = useWayOut();
  return (
    <footer className="stage-keys">
      {note && (
        <p className="stage-note" role="alert">
          {note}
        </p>
      )}
      <ul>
        {children}
        <li>
          <Kbd className="h-6.5 min-w-6.5 mr-1.75 text-14 leading-6">D</Kbd>
          Dark or light
        </li>
        <li>
          <Kbd className="h-6.5 min-w-6.5 mr-1.75 text-14 leading-6">Esc</Kbd>
          {label}
        </li>
      </ul>
    </footer>
  );
}
