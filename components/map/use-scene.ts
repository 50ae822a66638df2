import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Box } from "@/lib/map/card";
import { isCovered, type Scene, sceneFor } from "./overview-scene";

/** While somebody zooms, what is drawn is stretched; it is drawn anew when the hand rests. */
export const REST_MS = 250;

/** What of a large map is drawn: at once where something in sight is not yet, as finely as it is seen after a rest. */
export function useScene(all: Box): Scene {
  const flow = useStoreApi();
  const [drawnAnew, setDrawnAnew] = useState<{ all: Box; scene: Scene } | null>(null);
  const scene = useMemo(
    () => (drawnAnew?.all === all ? drawnAnew.scene : sceneFor(flow.getState(), all, pixelRatio())),
    [flow, all, drawnAnew],
  );
  const shown = useRef(scene);
  shown.current = scene;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      clearTimeout(timer);
      timer = undefined;
      const next = sceneFor(flow.getState(), all, pixelRatio());
      const { scale, names } = shown.current;
      if (scale === next.scale && names === next.names && isCovered(shown.current, flow.getState(), all)) return;
      setDrawnAnew({ all, scene: next });
    };
    const unsubscribe = flow.subscribe((now, before) => {
      if (now.transform === before.transform && now.width === before.width && now.height === before.height) return;
      if (!isCovered(shown.current, now, all)) return draw();
      clearTimeout(timer);
      timer = setTimeout(draw, REST_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [flow, all]);
  return scene;
}

function pixelRatio(): number {
  return window.devicePixelRatio || 1;
}
