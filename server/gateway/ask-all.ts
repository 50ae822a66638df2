import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import type { Lines } from "./line";
import { type Sent, send } from "./send";

const AT_ONCE = 32;
export const MOST_INSTANCES = 2_000;

export interface AskedAll {
  results: Sent[];
  /** Instances that were left out: more than can be asked in one request. */
  leftOut: number;
}

/** A request to every instance of every service, drained and ejected ones too: each is asked once, whatever it says. */
export async function askAll(source: CandidateSource, lines: Lines): Promise<AskedAll> {
  const wanted = [...source.services()].sort().flatMap((service) => {
    const line = lines.of(service);
    return line ? line.rotation.candidates.map(({ instance }) => ({ line, id: instance.id })) : [];
  });
  const asked = wanted.slice(0, MOST_INSTANCES);
  const results: Sent[] = new Array(asked.length);
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < asked.length; index = next++) {
      const one = asked[index];
      if (!one) return;
      const { cause: _cause, ...sent } = await send(one.line, one.id);
      results[index] = sent;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { results, leftOut: wanted.length - asked.length };
}
