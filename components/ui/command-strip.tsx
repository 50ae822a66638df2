"use client";
import { useState } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";
import { safeString } from "./safe-text-parts";

export interface Command {
  /** The program: etcdctl, curl, dig. */
  tool: string;
  line: string;
}

/** The same thing as a command. Copy takes the whole line even where it is cut on screen. */
export function CommandStrip({ commands, boxed }: { commands: readonly Command[]; boxed?: boolean }) {
  const [tool, setTool] = useState<string | null>(null);
  const current = commands.find((command) => command.tool === tool) ?? commands[0];
  if (!current) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: neither a form group nor a landmark
    <div className={cn("cmd", boxed && "boxed")} role="group" aria-label="The same thing as a command">
      <div className="cmd-tabs">
        {commands.map((command) => (
          <button
            key={command.tool}
            type="button"
            aria-pressed={command.tool === current.tool}
            onClick={() => setTool(command.tool)}
          >
            {command.tool}
          </button>
        ))}
      </div>
      <code title={safeString(current.line, 1000)}>{safeString(current.line, 600)}</code>
      <CopyButton text={current.line} label={`Copy the ${current.tool} command`} />
    </div>
  );
}
