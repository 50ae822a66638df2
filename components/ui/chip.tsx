import type { ReactNode } from "react";
import { count as formatCount } from "./format";
import { type GlyphState, StateGlyph } from "./state-glyph";

export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="chips" aria-label={label} style={{ border: 0, margin: 0, padding: 0 }}>
      {children}
    </fieldset>
  );
}

/** A filter that is on or off, with how many it would leave. */
export function Chip({
  pressed,
  onPressedChange,
  state,
  count,
  children,
}: {
  pressed: boolean;
  onPressedChange: (pressed: boolean) => void;
  state?: GlyphState;
  count?: number;
  children: ReactNode;
}) {
  return (
    <button type="button" className="chip" aria-pressed={pressed} onClick={() => onPressedChange(!pressed)}>
      {state && <StateGlyph state={state} />}
      {count !== undefined && <span className="num">{formatCount(count)}</span>}
      {children}
    </button>
  );
}
