import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { CARD, type Point } from "@/lib/map/card";
import type { ServiceFlowNode } from "./map-nodes";
import type { Sight } from "./overview-scene";

/** So many cards become elements in one frame: more would hold up the hand that zooms. */
const EACH_FRAME = 10;

interface Elements {
  /** What is an element by now. */
  cards: readonly ServiceFlowNode[];
  /** Everything is. */
  complete: boolean;
}

/**
 * The cards of a map as elements; of a large one none while it is looked at from afar, then more with every frame, from
 * the middle of what is in sight outwards.
 */
export function useElements(cards: readonly ServiceFlowNode[], large: boolean, afar: boolean): Elements {
  const flow = useStoreApi();
  const [filling, setFilling] = useState<{ made: number; from: Point } | null>(null);
  const byFrames = large && !afar;
  const made = byFrames ? (filling?.made ?? 0) : 0;
  const complete = !large || made === Number.POSITIVE_INFINITY;
  useEffect(() => {
    if (!byFrames) return setFilling(null);
    if (complete) return;
    const frame = requestAnimationFrame(() =>
      setFilling((now) => {
        if (!now) return { made: EACH_FRAME, from: middleOf(flow.getState()) };
        const next = now.made + EACH_FRAME;
        return { ...now, made: next < cards.length ? next : Number.POSITIVE_INFINITY };
      }),
    );
    return () => cancelAnimationFrame(frame);
  });
  const from = byFrames && !complete ? filling?.from : undefined;
  const order = useMemo(() => from && outwards(cards, from), [cards, from]);
  return useMemo(
    () => (complete ? { cards, complete } : { cards: order?.slice(0, made) ?? [], complete }),
    [cards, complete, order, made],
  );
}

function middleOf({ transform: [x, y, zoom], width, height }: Sight): Point {
  return { x: (width / 2 - x) / zoom - CARD.width / 2, y: (height / 2 - y) / zoom - CARD.height / 2 };
}

function outwards(cards: readonly ServiceFlowNode[], from: Point): ServiceFlowNode[] {
  const far = ({ position }: ServiceFlowNode) => Math.hypot(position.x - from.x, position.y - from.y);
  return [...cards].sort((a, b) => far(a) - far(b));
}
