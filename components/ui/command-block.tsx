"use client";
import { useState } from "react";
import type { Command } from "./command-strip";
import { CopyButton } from "./copy-button";
import { textParts } from "./safe-text-parts";

/** The same thing as a command, over as many lines as it takes. Copy takes the whole script. */
export function CommandBlock({ commands }: { commands: readonly Command[] }) {
  const [tool, setTool] = useState<string | null>(null);
  const current = commands.find((command) => command.tool === tool) ?? commands[0];
  if (!current) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: neither a form group nor a landmark
    <div className="cmd-block" role="group" aria-label="The same thing as a command">
      <div className="cmd-block-head">
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
        <span className="min-w-0 flex-1" />
        <CopyButton text={current.line} label={`Copy the ${current.tool} command`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard */}
      <section className="cmd-script" tabIndex={0} aria-label={`The ${current.tool} command`} dir="ltr">
        {textParts(current.line).map((part, index) =>
          part.kind === "text" ? (
            part.text
          ) : part.text === "\\n" ? (
            "\n"
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
            <span key={index} className="escape">
              {part.text}
            </span>
          ),
        )}
      </section>
    </div>
  );
}
