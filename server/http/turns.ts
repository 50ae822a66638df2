import { setImmediate } from "node:timers/promises";

/** So long a scan or an encoding may go on before others have their turn: streams, heartbeats, other requests. */
const TURN_MS = 8;
/** Looking at the clock costs more than looking at one item. */
const LOOK_EVERY = 32;

/**
 * The items, with a pause for everybody else between some of them. Views are immutable, so whoever reads one slowly reads
 * one moment. Ends with the signal's reason where that is aborted.
 */
export async function* inTurns<T>(items: Iterable<T>, signal?: AbortSignal): AsyncGenerator<T[]> {
  let part: T[] = [];
  let turn = performance.now();
  for (const item of items) {
    part.push(item);
    if (part.length < LOOK_EVERY) continue;
    yield part;
    part = [];
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    turn = performance.now();
  }
  if (part.length > 0) yield part;
}

/** Text in pieces of some size, made as fast as it is taken, with a pause for everybody else between them. */
export async function* piecesInTurns(
  pieces: Iterable<string> | AsyncIterable<string>,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  let gathered = "";
  let turn = performance.now();
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    gathered += piece;
    const late = performance.now() - turn >= TURN_MS;
    if (!late && gathered.length < PIECE_LENGTH) continue;
    yield gathered;
    gathered = "";
    await setImmediate();
    turn = performance.now();
  }
  if (gathered !== "") yield gathered;
}

const PIECE_LENGTH = 64 * 1024;
