import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { type Box, CARD, overlaps } from "@/lib/map/card";
import type { ServiceFlowNode } from "./map-nodes";
import { seenIn } from "./overview-scene";

/** So many cards become elements in one frame: more would hold up the hand that zooms. */
const EACH_FRAME = 10;

interface Elements {
  /** What is an element by now. */
  cards: readonly ServiceFlowNode[];
  /** Everything in sight is; what comes into sight later is one at once. */
  complete: boolean;
}

/**
 * The cards of a map as elements; of a large one none while it is looked at from afar, then those in sight, more with
 * every frame, from the middle outwards.
 */
export function useElements(cards: readonly ServiceFlowNode[], large: boolean, afar: boolean): Elements {
  const flow = useStoreApi();
  const [filling, setFilling] = useState<{ made: number; seen: Box } | null>(null);
  const byFrames = large && !afar;
  const made = byFrames ? (filling?.made ?? 0) : 0;
  const complete = !large || made === Number.POSITIVE_INFINITY;
  const seen = byFrames && !complete ? filling?.seen : undefined;
  const order = useMemo(() => (seen ? outwards(cards, seen) : []), [cards, seen]);
  useEffect(() => {
    if (!byFrames) return setFilling(null);
    if (complete) return;
    const frame = requestAnimationFrame(() =>
      setFilling((now) => {
        if (!now) return { made: EACH_FRAME, seen: seenIn(flow.getState()) };
        return { ...now, made: now.made < order.length ? now.made + EACH_FRAME : Number.POSITIVE_INFINITY };
      }),
    );
    return () => cancelAnimationFrame(frame);
  });
  return useMemo(
    () => (complete ? { cards, complete } : { cards: order.slice(0, made), complete }),
    [cards, complete, order, made],
  );
}

/** Those in sight, from its middle. */
function outwards(cards: readonly ServiceFlowNode[], seen: Box): ServiceFlowNode[] {
  const [middleX, middleY] = [seen.x + (seen.width - CARD.width) / 2, seen.y + (seen.height - CARD.height) / 2];
  const far = ({ position: { x, y } }: ServiceFlowNode) => Math.hypot(x - middleX, y - middleY);
  return cards.filter(({ position }) => overlaps({ ...position, ...CARD }, seen)).sort((a, b) => far(a) - far(b));
}
