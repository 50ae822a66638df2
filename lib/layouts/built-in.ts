import { generic } from "./built-in/generic";
import { grpc } from "./built-in/grpc";
import { heartbeat } from "./built-in/heartbeat";
import { path } from "./built-in/path";
import { registrator } from "./built-in/registrator";
import type { Layout } from "./types";

/** Every layout Rollcall knows. Adding one: a file in built-in/, a line here, its examples in fixtures/. */
export const builtInLayouts: readonly Layout[] = [path, registrator, heartbeat, grpc, generic];

export function layoutById(id: string): Layout | undefined {
  return builtInLayouts.find((layout) => layout.id === id);
}
