"use client";
import { useEffect, useRef, useState } from "react";

const SETTLES_AFTER_MS = 180;

/**
 * What stands in a field whose value lives in the address. The address follows a moment later and not within the
 * same render, so while somebody types the field itself is right; afterwards the address is.
 */
export function useTypedText(value: string, onChange: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState<string | null>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (typed === null) return;
    const send = setTimeout(() => latest.current(typed), SETTLES_AFTER_MS);
    const settle = setTimeout(() => setTyped(null), SETTLES_AFTER_MS * 5);
    return () => {
      clearTimeout(send);
      clearTimeout(settle);
    };
  }, [typed]);
  return [typed ?? value, setTyped];
}
