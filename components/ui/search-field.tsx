"use client";
import { ListFilter, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Kbd } from "./tag";

/** The page's own filter. `/` brings the keyboard here (data-page-search), Escape empties it, Escape again leaves it. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder,
  className,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  // What is typed shows at once. The page keeps the filter in its address, which answers later: an echo of the
  // letter before last must not take the last one away, so only a field that nobody is in follows `value`.
  const [draft, setDraft] = useState(value);
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(value);
  }, [value]);
  const write = (text: string) => {
    setDraft(text);
    onChange(text);
  };
  return (
    <div className={className ? `field ${className}` : "field"}>
      <ListFilter className="icon" aria-hidden />
      <input
        ref={input}
        type="search"
        data-page-search
        aria-label={label}
        placeholder={placeholder}
        value={draft}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (draft) write("");
          else event.currentTarget.blur();
        }}
      />
      {draft ? (
        <button
          type="button"
          className="clear"
          aria-label="Clear the filter"
          onClick={() => {
            write("");
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
    </div>
  );
}
