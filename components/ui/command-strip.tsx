"use client";
import { cn } from "./cn";
import { type Command, CommandTabs, useCommand } from "./command-tabs";
import { CopyButton } from "./copy-button";
import { safeString } from "./safe-text-parts";

export type { Command } from "./command-tabs";

/** The same thing as a command. Copy takes the whole line even where it is cut on screen. */
export function CommandStrip({
  commands,
  boxed,
  className,
}: {
  commands: readonly Command[];
  /** Stands in a page or dialog of its own, not along an edge. */
  boxed?: boolean;
  className?: string;
}) {
  const { current, choose } = useCommand(commands);
  if (!current) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: neither a form group nor a landmark
    <div
      className={cn(
        "col-span-full flex min-h-cmd min-w-0 items-center gap-3 border-line-soft bg-sunk text-12",
        boxed ? "rounded-control border py-1.5 pr-2 pl-3" : "border-t pr-2.5 pl-4.5 max-sm:pl-4",
        className,
      )}
      role="group"
      aria-label="The same thing as a command"
    >
      <CommandTabs commands={commands} current={current} onChoose={choose} className="max-sm:not-aria-pressed:hidden" />
      <code
        className="flex-1 truncate font-mono text-meta text-prose leading-4.5 before:text-muted before:content-['$_']"
        title={safeString(current.line, 1000)}
      >
        {safeString(current.line, 600)}
      </code>
      <CopyButton text={current.line} label={`Copy the ${current.tool} command`} bare />
    </div>
  );
}
