import { type Profiler, Session } from "node:inspector/promises";

/**
 * Counts what runs: blocks of JavaScript, ours and the packages', as V8 counts them for coverage. The same work always
 * gives the same number, however busy the machine is. Built-in functions count as one.
 *
 * V8 counts only in functions that it compiles after this was loaded: it is the fuzz project's set-up file.
 */
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

/** Steps since it was last asked. */
export async function stepsTaken(): Promise<number> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  return result.reduce((sum, script) => (script.url.startsWith("node:") ? sum : sum + stepsOf(script)), 0);
}

function stepsOf({ functions }: Profiler.ScriptCoverage): number {
  let steps = 0;
  for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  return steps;
}
