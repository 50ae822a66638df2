import type { Places } from "./arrange";
import { type Box, boxAround, frameAround } from "./card";
import type { MapGraph } from "./graph";

export interface FrameBox {
  group: string;
  box: Box;
}

/** The frames around the cards of each group. None where nothing is grouped. */
export function framesOf(graph: MapGraph, places: Places): FrameBox[] {
  if (graph.groups.length === 0 || (graph.groups.length === 1 && graph.groups[0] === "")) return [];
  return graph.groups.flatMap((group) => {
    const box = frameAround(graph.nodes.flatMap((node) => (node.group === group ? (places.get(node.id) ?? []) : [])));
    return box ? [{ group, box }] : [];
  });
}

/** What the whole map covers; null where nobody stands. */
export function extentOf(graph: MapGraph, places: Places): Box | null {
  const frames = framesOf(graph, places).map(({ box }) => box);
  if (frames.length === 0) return boxAround(graph.nodes.flatMap(({ id }) => places.get(id) ?? []));
  const left = Math.min(...frames.map((box) => box.x));
  const top = Math.min(...frames.map((box) => box.y));
  const right = Math.max(...frames.map((box) => box.x + box.width));
  const bottom = Math.max(...frames.map((box) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
