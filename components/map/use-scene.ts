import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Box } from "@/lib/map/card";
import { isCovered, type Scene, sceneFor } from "./overview-scene";
import { createRest } from "./rest";

/**
 * What of a large map is drawn: at once where something in sight is not yet, as finely as it is seen when the hand has
 * come to rest; meanwhile it is stretched. `moving` while the hand pans or zooms.
 */
export function useScene(all: Box): { scene: Scene; moving: boolean } {
  const flow = useStoreApi();
  const [moving, setMoving] = useState(false);
  const [drawnAnew, setDrawnAnew] = useState<{ all: Box; scene: Scene } | null>(null);
  const scene = useMemo(
    () => (drawnAnew?.all === all ? drawnAnew.scene : sceneFor(flow.getState(), all, pixelRatio())),
    [flow, all, drawnAnew],
  );
  const shown = useRef(scene);
  shown.current = scene;
  useEffect(() => {
    const draw = () => setDrawnAnew({ all, scene: sceneFor(flow.getState(), all, pixelRatio()) });
    const rest = createRest(() => {
      setMoving(false);
      const next = sceneFor(flow.getState(), all, pixelRatio());
      if (shown.current.scale !== next.scale || shown.current.names !== next.names) draw();
    });
    const unsubscribe = flow.subscribe((now, before) => {
      if (now.transform === before.transform && now.width === before.width && now.height === before.height) return;
      setMoving(true);
      rest.move();
      if (!isCovered(shown.current, now, all)) draw();
    });
    return () => {
      rest.stop();
      setMoving(false);
      unsubscribe();
    };
  }, [flow, all]);
  return { scene, moving };
}

function pixelRatio(): number {
  return window.devicePixelRatio || 1;
}
