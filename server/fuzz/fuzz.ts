import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect } from "vitest";
import { stepsTaken } from "./steps";

export interface FuzzTarget<T> {
  inputs: fc.Arbitrary<T>;
  /** Size of an input in bytes or characters: what the steps are held against. */
  sizeOf(input: T): number;
  /** Throws where the input does harm. */
  run(input: T): void | Promise<void>;
  /** Steps that any input may take, and those that each of its bytes may take in addition. */
  steps: { any: number; perByte: number };
}

/** In `npm test`; `npm run fuzz` takes 100,000. */
const RUNS = Number(process.env.ROLLCALL_FUZZ_RUNS ?? 500);
const SEED = Number(process.env.ROLLCALL_FUZZ_SEED ?? 20_261_201);
/** Counting costs some milliseconds each time: steps are counted for so many inputs at once. */
const BATCH = 50;
/** Between two looks at the heap; kept as long as the target is fuzzed: caches that fill up, and code that was compiled. */
const MAY_GROW_BYTES = 48 << 20;

/** Inputs without end, as it were: none may throw, take more steps than its size allows, or leave something behind. */
export async function fuzz<T>(target: FuzzTarget<T>): Promise<void> {
  const random = randomSeeds(SEED);
  let heapAtThird = 0;
  for (let done = 0; done < RUNS; done += BATCH) {
    const seed = random();
    const batch = fc.sample(target.inputs, { numRuns: Math.min(BATCH, RUNS - done), seed });
    await stepsTaken();
    for (const input of batch) await runOne(target, input, seed);
    const taken = await stepsTaken();
    const allowed = batch.reduce((sum, input) => sum + allowedFor(target, input), 0);
    if (taken > allowed) await findTheOne(target, batch, seed);
    if (heapAtThird === 0 && done + BATCH >= RUNS / 3) heapAtThird = heapUsed();
  }
  expect(heapUsed() - heapAtThird).toBeLessThan(MAY_GROW_BYTES);
}

function allowedFor<T>({ sizeOf, steps }: FuzzTarget<T>, input: T): number {
  return steps.any + steps.perByte * sizeOf(input);
}

/** A batch took too many steps: which input was it? */
async function findTheOne<T>(target: FuzzTarget<T>, batch: readonly T[], seed: number): Promise<void> {
  for (const input of batch) {
    await stepsTaken();
    await runOne(target, input, seed);
    const taken = await stepsTaken();
    const allowed = allowedFor(target, input);
    if (taken > allowed)
      throw new Error(
        `${taken} steps for ${target.sizeOf(input)} bytes, where ${allowed} are allowed (seed ${seed}): ${fc.stringify(input).slice(0, 2_000)}`,
      );
  }
}

async function runOne<T>({ run }: FuzzTarget<T>, input: T, seed: number): Promise<void> {
  try {
    await run(input);
  } catch (cause) {
    throw new Error(`An input did harm (seed ${seed}): ${fc.stringify(input).slice(0, 2_000)}`, { cause });
  }
}

/** Mulberry32. */
function randomSeeds(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return mixed ^ (mixed >>> 14);
  };
}

let collect: (() => void) | null = null;

function heapUsed(): number {
  if (!collect) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
  return process.memoryUsage().heapUsed;
}
