"use client";
import { cn } from "./cn";
import { type Command, CommandTabs, useCommand } from "./command-tabs";
import { CopyButton } from "./copy-button";
import { Escaped } from "./safe-text";
import { textParts } from "./safe-text-parts";

/** The same thing as a command, over as many lines as it takes. Copy takes the whole script. */
export function CommandBlock({ commands, className }: { commands: readonly Command[]; className?: string }) {
  const { current, choose } = useCommand(commands);
  if (!current) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: neither a form group nor a landmark
    <div
      // In a dialog that scrolls it keeps its height.
      className={cn("min-w-0 shrink-0 overflow-hidden rounded-control border border-line-soft bg-sunk", className)}
      role="group"
      aria-label="The same thing as a command"
    >
      <div className="flex items-center gap-2 px-2 py-1.25">
        <CommandTabs commands={commands} current={current} onChoose={choose} className="max-sm:h-8 max-sm:px-2.5" />
        <span className="min-w-0 flex-1" />
        <CopyButton text={current.line} label={`Copy the ${current.tool} command`} />
      </div>
      <section
        className="wrap-anywhere max-h-42 overflow-auto whitespace-pre-wrap px-3 pt-0.5 pb-2.5 font-mono text-meta text-prose leading-[1.55] -outline-offset-2"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
        tabIndex={0}
        aria-label={`The ${current.tool} command`}
        dir="ltr"
      >
        {textParts(current.line).map((part, index) =>
          part.kind === "text" ? (
            part.text
          ) : part.text === "\\n" ? (
            "\n"
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
            <Escaped key={index}>{part.text}</Escaped>
          ),
        )}
      </section>
    </div>
  );
}
