"use client";
import { useState } from "react";
import { cn } from "./cn";

export interface Command {
  /** The program: etcdctl, curl, dig. */
  tool: string;
  line: string;
}

/** Which of the commands is shown: the first one until another is chosen. */
export function useCommand(commands: readonly Command[]) {
  const [tool, setTool] = useState<string | null>(null);
  return { current: commands.find((command) => command.tool === tool) ?? commands[0], choose: setTool };
}

/** The programs that do the same thing. */
export function CommandTabs({
  commands,
  current,
  onChoose,
  className,
}: {
  commands: readonly Command[];
  current: Command;
  onChoose: (tool: string) => void;
  /** Of each of them. */
  className?: string;
}) {
  return (
    <div className="flex flex-none gap-0.5">
      {commands.map(({ tool }) => (
        <button
          key={tool}
          type="button"
          className={cn(
            "h-5.5 rounded-chip px-1.75 font-medium font-mono text-11 text-muted leading-5 hover:text-ink",
            "aria-pressed:bg-pressed aria-pressed:text-ink",
            className,
          )}
          aria-pressed={tool === current.tool}
          onClick={() => onChoose(tool)}
        >
          {tool}
        </button>
      ))}
    </div>
  );
}
