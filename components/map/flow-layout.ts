import ELK, { type ELK as Elk, type ElkNode } from "elkjs/lib/elk-api";
import type { ArrangeFlow, Places } from "@/lib/map/arrange";
import { GAP } from "@/lib/map/card";

/** Left to right, in the order of the names wherever the calls do not decide: the same calls give the same picture. */
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": String(GAP.down),
  "elk.layered.spacing.nodeNodeBetweenLayers": String(GAP.flow),
  "elk.spacing.componentComponent": String(GAP.down * 2),
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.randomSeed": "1",
  "elk.aspectRatio": "1.6",
};

/** Of so many the layers and their order are kept, not their exact height: that need not be the best. */
const MANY = 60;
const QUICKLY = {
  "elk.layered.nodePlacement.strategy": "SIMPLE",
  "elk.layered.thoroughness": "2",
  // The lines are drawn by ourselves: the library need not find a way for them.
  "elk.edgeRouting": "POLYLINE",
};

export interface FlowLayout {
  arrange: ArrangeFlow;
  stop(): void;
}

/** The worker is started at once, so that it is there when the registry is. Rejects where the browser does not run it. */
export function startFlowLayout(): FlowLayout {
  const worker = new Worker(new URL("./layout.worker.ts", import.meta.url));
  // The library waits for answers only: a worker that cannot be loaded would be waited for for ever.
  const failure = new Promise<never>((_resolve, reject) => {
    worker.addEventListener("error", ({ message }) => reject(new Error(message)), { once: true });
  });
  failure.catch(() => {});
  const ready = new Promise<Elk>((resolve) => {
    worker.addEventListener("message", () => resolve(new ELK({ workerFactory: () => worker })), { once: true });
  });
  return {
    async arrange(boxes, edges) {
      const elk = await Promise.race([ready, failure]);
      return Promise.race([arrangeWith(elk)(boxes, edges), failure]);
    },
    stop: () => worker.terminate(),
  };
}

/** By the library itself, wherever it runs. */
export function arrangeWith(elk: Pick<Elk, "layout">): ArrangeFlow {
  return async (boxes, edges) => {
    const graph: ElkNode = {
      id: "map",
      layoutOptions: boxes.length > MANY ? { ...OPTIONS, ...QUICKLY } : OPTIONS,
      children: boxes.map(({ id, width, height }) => ({ id, width, height })),
      edges: edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
    };
    return placesOf(await elk.layout(graph));
  };
}

/** On whole pixels: text stays sharp at zoom 1. */
function placesOf({ children = [] }: ElkNode): Places {
  return new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x), y: Math.round(y) }]));
}
