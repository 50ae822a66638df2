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
    pieces.push(
      text.slice(at, from),
      <mark
        className="bg-transparent text-transparent underline decoration-1 decoration-late decoration-wavy underline-offset-3"
        key={from}
      >
        {text.slice(from, to)}
      </mark>,
    );
    at = to;
  }
  return (
    // Over the input: behind the icon, before the buttons.
    <span
      className="pointer-events-none absolute inset-y-0 right-[66px] left-8 flex items-center overflow-hidden whitespace-pre font-mono text-12 text-transparent max-sm:text-[16px]"
      aria-hidden
    >
      <span ref={ink}>
        {pieces}
        {text.slice(at)}
      </span>
    </span>
  );
}
