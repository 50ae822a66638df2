import { useStore } from "@xyflow/react";
import { useEffect, useState } from "react";
import { createRest } from "./rest";

/** From here on a card of a large map can be read, and is an element. */
const READABLE_ZOOM = 0.5;

/**
 * Whether the cards of a large map are too small to be elements. At once when they become so; the other way only when
 * the hand rests: on the way to somewhere else hundreds of them would be made for nothing.
 */
export function useAfar(large: boolean): boolean {
  const small = useStore(({ transform }) => transform[2] < READABLE_ZOOM);
  const zoom = useStore(({ transform }) => (small ? 0 : transform[2]));
  const [restedAt, setRestedAt] = useState(0);
  useEffect(() => {
    if (zoom === 0) return setRestedAt(0);
    const rest = createRest(() => setRestedAt(zoom));
    rest.move();
    return rest.stop;
  }, [zoom]);
  return large && (small || restedAt === 0);
}
