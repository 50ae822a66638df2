"use client";
import { ListFilter, X } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { isUnfinished, type Suggestion, suggest } from "@/lib/query/suggest";
import { cn } from "../ui/cn";
import { field } from "../ui/field";
import { Kbd } from "../ui/tag";
import { QueryHelp } from "./query-help";
import { QueryInk } from "./query-ink";
import { QueryMistakes } from "./query-mistakes";
import { optionId, SuggestionList } from "./suggestion-list";
import { useDraft } from "./use-draft";
import type { ListQuery } from "./use-list-query";

/**
 * The page's query. Offers fields and the values that are there while one types: arrows choose, Enter or Tab takes.
 * `/` brings the keyboard here (data-page-search), Escape empties it, Escape again leaves it.
 */
export function QueryField<T>({
  label,
  placeholder,
  query,
  subjects,
  className,
}: {
  label: string;
  placeholder: string;
  query: ListQuery<T>;
  /** What is there at the moment of typing, for suggestions. */
  subjects: () => Iterable<T>;
  className?: string;
}) {
  const { language, text, mistakes, write } = query;
  const input = useRef<HTMLInputElement>(null);
  const draft = useDraft(input, text, write, (typed, caret) => isUnfinished(typed, caret, language, subjects()));
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const id = useId();
  const [listId, mistakesId] = [`${id}list`, `${id}mistakes`];
  // Read once per letter, not followed: what is about to be chosen must not move.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `subjects` is read at the moment of typing
  const suggestions = useMemo(
    () => (open ? suggest(draft.draft, draft.caret, language, subjects()) : []),
    [open, draft.draft, draft.caret, language],
  );
  const shown = open && suggestions.length > 0;

  const offer = (next: boolean) => {
    setOpen(next);
    setActive(-1);
  };
  const take = ({ kind, text: next, caret }: Suggestion) => {
    draft.put(next, caret, kind === "value");
    offer(kind === "field");
  };
  const empty = () => {
    draft.put("", 0, true);
    offer(false);
  };
  const onKey = (event: KeyboardEvent) => {
    const chosen = suggestions[active];
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        if (!shown) return offer(true);
        // One place more than there are suggestions: none is one of them.
        const places = suggestions.length + 1;
        setActive(((active + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places) - 1);
        return;
      }
      case "Enter":
      case "Tab":
        if (shown && chosen && !event.shiftKey) {
          event.preventDefault();
          take(chosen);
        } else {
          draft.settle();
          offer(false);
        }
        return;
      case "Escape":
        event.stopPropagation();
        event.preventDefault();
        if (shown && chosen) offer(false);
        else if (draft.draft) empty();
        else input.current?.blur();
    }
  };

  const look = field();
  return (
    <div
      className={cn("relative min-w-0 max-w-[520px] flex-[1_1_340px] max-sm:max-w-none max-sm:flex-none", className)}
    >
      <div className={look.root({ className: "relative" })}>
        <ListFilter className={look.drawing()} aria-hidden />
        <QueryInk text={draft.draft} mistakes={draft.draft === text && !shown ? mistakes : []} input={input} />
        <input
          ref={input}
          className={look.input({ className: "text-ellipsis font-mono text-12 max-sm:text-16" })}
          type="text"
          role="combobox"
          data-page-search
          aria-label={label}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded={shown}
          aria-controls={shown ? listId : undefined}
          aria-activedescendant={shown && active >= 0 ? optionId(listId, active) : undefined}
          aria-invalid={mistakes.length > 0}
          aria-describedby={mistakesId}
          placeholder={placeholder}
          value={draft.draft}
          maxLength={2000}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          onChange={({ target }) => {
            draft.type(target.value, target.selectionStart ?? target.value.length);
            offer(true);
          }}
          onClick={() => offer(true)}
          onKeyDown={onKey}
          onSelect={({ currentTarget }) => draft.setCaret(currentTarget.selectionStart ?? draft.draft.length)}
          onBlur={() => {
            draft.settle();
            offer(false);
          }}
        />
        {draft.draft ? (
          <button
            type="button"
            className={look.clear({ className: "max-sm:size-9" })}
            aria-label="Clear the filter"
            onClick={() => {
              empty();
              input.current?.focus();
            }}
          >
            <X className={look.drawing()} aria-hidden />
          </button>
        ) : (
          <span className="max-sm:hidden">
            <Kbd>/</Kbd>
          </span>
        )}
        <QueryHelp
          language={language}
          onExample={(example) => {
            const next = `${draft.draft.trim()} ${example}`.trim();
            draft.put(next, next.length, true);
            input.current?.focus();
          }}
        />
      </div>
      {shown && (
        <SuggestionList id={listId} suggestions={suggestions} active={active} onActive={setActive} onTake={take} />
      )}
      {/* While something is offered, what is not finished yet is no mistake. */}
      <QueryMistakes id={mistakesId} text={text} mistakes={shown ? [] : mistakes} />
    </div>
  );
}
