import { useStore } from "@xyflow/react";
import { useEffect, useState } from "react";
import { REST_MS } from "./use-scene";

/** From here on a card of a large map can be read, and is an element. */
const READABLE_ZOOM = 0.5;

/**
 * Whether the cards of a large map are too small to be elements. At once when they become so; the other way only after
 * the zoom has rested: on the way to somewhere else hundreds of them would be made for nothing.
 */
export function useAfar(large: boolean): boolean {
  const small = useStore(({ transform }) => transform[2] < READABLE_ZOOM);
  const zoom = useStore(({ transform }) => (small ? 0 : transform[2]));
  const [restedAt, setRestedAt] = useState(0);
  useEffect(() => {
    if (zoom === 0) return setRestedAt(0);
    const timer = setTimeout(() => setRestedAt(zoom), REST_MS);
    return () => clearTimeout(timer);
  }, [zoom]);
  return large && (small || restedAt === 0);
}
