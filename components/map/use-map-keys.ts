"use client";
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { isTyping } from "@/components/ui/keys";
import type { Places } from "@/lib/map/arrange";
import { CARD } from "@/lib/map/card";
import type { MapGraph } from "@/lib/map/graph";
import { type Direction, inReadingOrder, nextInDirection } from "@/lib/map/walk";

const DIRECTIONS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/**
 * The keyboard on the map: arrows walk to the card that lies there, Home and End to the first and last, Enter opens
 * (each card is a button), `+` `-` `0` zoom. The map is one stop in the tab order.
 */
export function useMapKeys(ground: RefObject<HTMLDivElement | null>, places: Places, graph: MapGraph) {
  const flow = useReactFlow();
  const [chosen, setActive] = useState<string | null>(null);
  const standing = useMemo(
    () => new Map(graph.nodes.flatMap(({ id }) => (places.has(id) ? [[id, places.get(id) ?? { x: 0, y: 0 }]] : []))),
    [graph, places],
  );
  const order = useMemo(() => inReadingOrder(standing), [standing]);
  const active = chosen !== null && standing.has(chosen) ? chosen : (order[0] ?? null);

  const walkTo = useCallback(
    (id: string) => {
      setActive(id);
      const place = standing.get(id);
      const box = ground.current?.getBoundingClientRect();
      if (!place || !box) return;
      const { x, y, zoom } = flow.getViewport();
      const [left, top] = [place.x * zoom + x, place.y * zoom + y];
      const seen =
        left >= 0 && top >= 0 && left + CARD.width * zoom <= box.width && top + CARD.height * zoom <= box.height;
      const look = seen
        ? Promise.resolve(true)
        : flow.setCenter(place.x + CARD.width / 2, place.y + CARD.height / 2, { zoom });
      void look.then(() =>
        requestAnimationFrame(() =>
          ground.current?.querySelector<HTMLElement>(`[data-node="${id}"]`)?.focus({ preventScroll: true }),
        ),
      );
    },
    [flow, ground, standing],
  );

  const onKeyDown = useCallback(
    (event: React.KeyboardEvent) => {
      if (isTyping(event)) return;
      const direction = DIRECTIONS[event.key];
      const control = ground.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
      const target = direction
        ? active && nextInDirection(active, direction, standing)
        : event.key === "Home"
          ? order[0]
          : event.key === "End"
            ? order.at(-1)
            : null;
      if (!direction && !target && !control) return;
      event.preventDefault();
      if (target) walkTo(target);
      else control?.click();
    },
    [ground, active, standing, order, walkTo],
  );

  // A card that leaves the sight among many leaves the document, and the focus with it: the map keeps it.
  const within = useRef(false);
  const onFocus = useCallback(({ target }: React.FocusEvent<HTMLElement>) => {
    within.current = true;
    const node = target.closest<HTMLElement>("[data-node]")?.dataset.node;
    if (node !== undefined) setActive(node);
  }, []);
  const onBlur = useCallback(({ currentTarget, target, relatedTarget }: React.FocusEvent<HTMLElement>) => {
    if (relatedTarget) within.current = currentTarget.contains(relatedTarget);
    // To nowhere: where the card is still there, somebody pressed beside the map; a window that is left comes back.
    else
      requestAnimationFrame(() => {
        if (target.isConnected && document.hasFocus() && document.activeElement === document.body)
          within.current = false;
      });
  }, []);
  const keepFocus = useCallback(() => {
    if (within.current && document.activeElement === document.body) ground.current?.focus({ preventScroll: true });
  }, [ground]);
  return { active, onKeyDown, onFocus, onBlur, keepFocus };
}
