import { useEffect, useRef } from "react";
import type { Suggestion } from "@/lib/query/suggest";
import { cn } from "../ui/cn";
import { count as formatCount } from "../ui/format";
import { popup } from "../ui/popup";
import { SafeText } from "../ui/safe-text";

export const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** What can be put in at the caret. The focus stays in the input, which names the active option. */
export function SuggestionList({
  id,
  suggestions,
  active,
  onActive,
  onTake,
}: {
  id: string;
  suggestions: readonly Suggestion[];
  /** -1: none. */
  active: number;
  onActive: (index: number) => void;
  onTake: (suggestion: Suggestion) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="What can be asked"
      className={popup({
        className: "absolute top-9 left-0 max-h-[min(50dvh,372px)] w-[max(100%,300px)] overflow-auto max-sm:top-[46px]",
      })}
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, as a combobox has it
        <div
          key={suggestion.insert}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="flex min-h-7 min-w-0 cursor-default items-baseline gap-3 rounded-[4px] px-2.5 py-1.25 text-12 aria-selected:bg-pressed max-sm:min-h-touch max-sm:items-center"
          onMouseMove={() => onActive(index)}
          // The focus stays in the input.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
        >
          <span className={cn("mono ell flex-initial text-ink", suggestion.means && "flex-[0_0_92px]")}>
            <SafeText text={suggestion.insert} max={80} />
          </span>
          {suggestion.means && <span className="dim ell">{suggestion.means}</span>}
          <span className="min-w-0 flex-1" />
          {suggestion.count !== undefined && <span className="num dim">{formatCount(suggestion.count)}</span>}
        </div>
      ))}
    </div>
  );
}
