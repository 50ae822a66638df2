"use client";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** A part that is still being written waits for so long: half a value would empty the list under somebody's hands. */
const UNFINISHED_MS = 600;

/**
 * What stands in the field, and where its caret is. The page keeps the query in its address, which answers later: an
 * echo of the letter before last must not take the last one away, so only a field that nobody is in follows `value`.
 */
export function useDraft(
  input: RefObject<HTMLInputElement | null>,
  value: string,
  write: (text: string) => void,
  isUnfinished: (text: string, caret: number) => boolean,
) {
  const [draft, setDraft] = useState(value);
  const [caret, setCaret] = useState(value.length);
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; text: string } | null>(null);
  const wantedCaret = useRef<number | null>(null);
  const latest = useRef({ write, isUnfinished });
  useEffect(() => {
    latest.current = { write, isUnfinished };
  });
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(value);
  }, [value, input]);
  useLayoutEffect(() => {
    if (wantedCaret.current === null || !input.current) return;
    input.current.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  });

  const send = useCallback((text: string, afterMs: number) => {
    if (pending.current) clearTimeout(pending.current.timer);
    pending.current = null;
    if (afterMs === 0) latest.current.write(text);
    else {
      const timer = setTimeout(() => send(text, 0), afterMs);
      pending.current = { timer, text };
    }
  }, []);
  useEffect(
    () => () => {
      if (pending.current) clearTimeout(pending.current.timer);
    },
    [],
  );

  return {
    draft,
    caret,
    setCaret,
    /** Somebody typed. */
    type(text: string, at: number) {
      setDraft(text);
      setCaret(at);
      send(text, latest.current.isUnfinished(text, at) ? UNFINISHED_MS : 0);
    },
    /** Something was put in, and writing goes on there. */
    put(text: string, at: number, finished: boolean) {
      wantedCaret.current = at;
      setDraft(text);
      setCaret(at);
      send(text, finished ? 0 : UNFINISHED_MS);
    },
    /** What waits is applied now. */
    settle() {
      if (pending.current) send(pending.current.text, 0);
    },
  };
}
