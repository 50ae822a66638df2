"use client";
import "./query.css";
import { Autocomplete } from "@base-ui/react/autocomplete";
import { ListFilter, X } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { isUnfinished, type Suggestion, suggest } from "@/lib/query/suggest";
import { classNames } from "../ui/class-names";
import { count as formatCount } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { Kbd } from "../ui/tag";
import { QueryHelp } from "./query-help";
import { QueryInk } from "./query-ink";
import { QueryMistakes } from "./query-mistakes";
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
  const [highlighted, setHighlighted] = useState<Suggestion | null>(null);
  const mistakesId = useId();
  // Read once per letter, not followed: what is about to be chosen must not move.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `subjects` is read at the moment of typing
  const suggestions = useMemo(
    () => (open ? suggest(draft.draft, draft.caret, language, subjects()) : []),
    [open, draft.draft, draft.caret, language],
  );
  const shown = open && suggestions.length > 0;

  const take = ({ kind, text: next, caret }: Suggestion) => {
    draft.put(next, caret, kind === "value");
    setHighlighted(null);
    setOpen(kind === "field");
  };
  const empty = () => {
    draft.put("", 0, true);
    setOpen(false);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      if (shown && highlighted) setOpen(false);
      else if (draft.draft) empty();
      else input.current?.blur();
    } else if ((event.key === "Tab" || event.key === "Enter") && shown && highlighted && !event.shiftKey) {
      event.stopPropagation();
      event.preventDefault();
      take(highlighted);
    } else if (event.key === "Enter") {
      draft.settle();
      setOpen(false);
    }
  };

  return (
    <div className={classNames("query", className)}>
      <Autocomplete.Root
        items={suggestions}
        mode="none"
        value={draft.draft}
        itemToStringValue={(suggestion: Suggestion) => suggestion.text}
        open={shown}
        onOpenChange={(next, { reason }) => {
          if (reason !== "item-press") setOpen(next);
        }}
        openOnInputClick
        onItemHighlighted={(suggestion) => setHighlighted(suggestion ?? null)}
        onValueChange={(next, { reason }) => {
          if (reason !== "item-press") {
            draft.type(next, input.current?.selectionStart ?? next.length);
            setOpen(true);
          }
        }}
      >
        <Autocomplete.InputGroup className="field" onKeyDownCapture={onKey}>
          <ListFilter className="icon" aria-hidden />
          <span className="query-input">
            <QueryInk text={draft.draft} mistakes={draft.draft === text && !shown ? mistakes : []} input={input} />
            <Autocomplete.Input
              ref={input}
              data-page-search
              aria-label={label}
              aria-invalid={mistakes.length > 0}
              aria-describedby={mistakesId}
              placeholder={placeholder}
              maxLength={2000}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              enterKeyHint="search"
              onSelect={(event) => draft.setCaret(event.currentTarget.selectionStart ?? draft.draft.length)}
              onBlur={draft.settle}
            />
          </span>
          {draft.draft ? (
            <button
              type="button"
              className="clear"
              aria-label="Clear the filter"
              onClick={() => {
                empty();
                input.current?.focus();
              }}
            >
              <X className="icon" aria-hidden />
            </button>
          ) : (
            <span className="desk-only">
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
        </Autocomplete.InputGroup>
        <Autocomplete.Portal>
          <Autocomplete.Positioner sideOffset={6} align="start" className="query-positioner">
            <Autocomplete.Popup className="popup query-popup">
              <Autocomplete.List>
                {(suggestion: Suggestion) => (
                  <Autocomplete.Item
                    key={suggestion.insert}
                    value={suggestion}
                    className="query-item"
                    onClick={() => take(suggestion)}
                  >
                    <span className={classNames("mono ell", suggestion.means && "field-name")}>
                      <SafeText text={suggestion.insert} max={80} />
                    </span>
                    {suggestion.means && <span className="dim ell">{suggestion.means}</span>}
                    <span className="grow" />
                    {suggestion.count !== undefined && <span className="num dim">{formatCount(suggestion.count)}</span>}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      {/* While something is offered, what is not finished yet is no mistake. */}
      <QueryMistakes id={mistakesId} text={text} mistakes={shown ? [] : mistakes} />
    </div>
  );
}
