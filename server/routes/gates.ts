import { createGate, type Gate } from "@/server/http/gate";
import type { Cost } from "./route";

/** Of whatever else is rendered or answered in one go. */
export function createPageGate(): Gate {
  return createGate({ atOnce: 4, waiting: 256, what: "Too many pages are asked for" });
}

/** Pages ask for one list at a time; whoever asks for more at once waits for others. */
export function createGates(): Readonly<Record<Cost, Gate>> {
  return {
    scan: createGate({ atOnce: 4, waiting: 64, what: "Too many lists are asked for" }),
    past: createGate({ atOnce: 8, waiting: 32, what: "Too many lists of the past are asked for" }),
    stream: createGate({ atOnce: 8, waiting: 32, what: "Too many large answers are asked for" }),
  };
}
