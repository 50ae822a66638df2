"use client";
import { ListFilter, X } from "lucide-react";
import { useRef } from "react";
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
  return (
    <div className={className ? `field ${className}` : "field"}>
      <ListFilter className="icon" aria-hidden />
      <input
        ref={input}
        type="search"
        data-page-search
        aria-label={label}
        placeholder={placeholder}
        value={value}
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (value) onChange("");
          else event.currentTarget.blur();
        }}
      />
      {value ? (
        <button
          type="button"
          className="clear"
          aria-label="Clear the filter"
          onClick={() => {
            onChange("");
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
