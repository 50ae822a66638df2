"use client";
import { ListFilter, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { field } from "./field";
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
  const look = field();
  return (
    <div className={look.root({ className })}>
      <ListFilter className={look.drawing()} aria-hidden />
      <input
        ref={input}
        className={look.input()}
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
          className={look.clear()}
          aria-label="Clear the filter"
          onClick={() => {
            write("");
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
    </div>
  );
}
