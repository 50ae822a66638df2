"use client";
import type { ReactNode } from "react";
import { type Command, CommandStrip } from "@/components/ui/command-strip";

/**
 * The frame of every page: title and actions, the content that scrolls as one, a panel beside it, and at the foot
 * the same thing as a command.
 */
export function Page({
  title,
  sub,
  actions,
  commands,
  panel,
  children,
}: {
  title: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  commands?: readonly Command[];
  panel?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main id="main" className="view" tabIndex={-1} {...(panel && { "data-panel": "" })}>
      <div className="scroll" data-scroll>
        <div className="pad">
          <div className="phead">
            <div className="phead-text">
              <h1>{title}</h1>
              {sub && <div className="sub">{sub}</div>}
            </div>
            {actions}
          </div>
          {children}
        </div>
      </div>
      {panel}
      {commands && <CommandStrip commands={commands} />}
    </main>
  );
}
