"use client";
import { type RefObject, useEffect, useRef } from "react";
import type { Mistake } from "@/lib/query/ast";

/** Underlines what is wrong, in place: the input's text once more, unseen, moved along with it. */
export function QueryInk({
  text,
  mistakes,
  input,
}: {
  text: string;
  mistakes: readonly Mistake[];
  input: RefObject<HTMLInputElement | null>;
}) {
  const ink = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const field = input.current;
    if (!field || mistakes.length === 0) return;
    const follow = () => {
      if (ink.current) ink.current.style.transform = `translateX(${-field.scrollLeft}px)`;
    };
    follow();
    field.addEventListener("scroll", follow);
    return () => field.removeEventListener("scroll", follow);
  }, [input, mistakes]);
  if (mistakes.length === 0) return null;
  const pieces: React.ReactNode[] = [];
  let at = 0;
  for (const { from, to } of mistakes) {
    if (from < at) continue;
    pieces.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <span className="query-ink" aria-hidden>
      <span ref={ink}>
        {pieces}
        {text.slice(at)}
      </span>
    </span>
  );
}
