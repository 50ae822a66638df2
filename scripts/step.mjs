/** What set-up says: one line a step, written when the step is through, with the time it took. */

/** @param {number} ms */
export function seconds(ms) {
  return ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`rollcall: ${line}\n`);
}

/**
 * Runs one step and says in one line what it did and how long it took.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} run
 * @param {(result: T) => string} [describe] what to add to the line
 * @returns {Promise<T>}
 */
export async function step(name, run, describe) {
  const startedAt = performance.now();
  const result = await run();
  const more = describe?.(result);
  say(`${name}${more ? ` ${more}` : ""} (${seconds(performance.now() - startedAt)})`);
  return result;
}

/** A failure of set-up: a sentence that says what to do. It is shown without a stack. */
export class SetupError extends Error {
  /** @param {string} message @param {{ cause?: unknown }} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = "SetupError";
  }
}
