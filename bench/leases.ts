/** What the bench of causes and heartbeats compares: told with true. Pure. */
import { distribution } from "./statistics";

export interface Told {
  key: string | null;
  cause?: string;
}

export interface Tally {
  right: number;
  unknown: number;
  wrong: number;
  missing: number;
}

export function tally(truth: readonly { key: string; how: string }[], told: readonly Told[]): Record<string, Tally> {
  const causes = new Map(told.map(({ key, cause }) => [key, cause ?? "missing"]));
  const result: Record<string, Tally> = {};
  for (const { key, how } of truth) {
    const of = result[how] ?? { right: 0, unknown: 0, wrong: 0, missing: 0 };
    result[how] = of;
    const cause = causes.get(key) ?? "missing";
    of[cause === how ? "right" : cause === "unknown" || cause === "missing" ? cause : "wrong"]++;
  }
  return result;
}

export interface Beats {
  true: readonly (readonly [number, number])[];
  seen: readonly { at: readonly [number, number]; how: string }[];
}

/** Each true beat is looked for among those seen in the time that the console's strip still covers. */
export function beatErrors(all: readonly Beats[], until: number) {
  const errors: number[] = [];
  let count = 0;
  for (const { true: beats, seen } of all) {
    const sampled = seen.filter(({ how }) => how === "sampled");
    const from = sampled[0]?.at[0] ?? Number.POSITIVE_INFINITY;
    for (const [sent, answered] of beats) {
      if (sent < from || answered > until) continue;
      count++;
      const found = sampled.find(({ at }) => at[0] <= answered + 5 && at[1] >= sent - 5);
      if (found) errors.push(Math.abs((found.at[0] + found.at[1]) / 2 - (sent + answered) / 2));
    }
  }
  return { true: count, seen: errors.length, errorMs: distribution(errors) };
}
