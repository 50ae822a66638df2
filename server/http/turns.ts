/** So long a scan or an encoding may go on before others have their turn: the watch, streams, other requests. */
const TURN_MS = 8;
/** Looking at the clock costs more than looking at one item. */
const LOOK_EVERY = 32;
const PIECE_LENGTH = 64 * 1024;

/**
 * Lets one piece of long work run in each pass of the event loop, whoever asks and however many do. Everything else is
 * heard in every pass: the watch, the live stream, new requests. If each answer merely paused, all of them would go on in
 * the same pass, and thirty answers would keep the watch waiting thirty times as long as one.
 */
export interface Turns {
  /** Resolves when it is one's turn: in the order in which turns were asked for, those asked for with `first` before all others. */
  next(first?: "first"): Promise<void>;
}

/** `afterThisPass` calls once, in the next pass of the event loop. */
export function createTurns(afterThisPass: (run: () => void) => void = setImmediate): Turns {
  const first: (() => void)[] = [];
  const others: (() => void)[] = [];
  let armed = false;

  function arm(): void {
    if (armed) return;
    armed = true;
    afterThisPass(run);
  }

  function run(): void {
    armed = false;
    const turn = first.shift() ?? others.shift();
    if (first.length + others.length > 0) arm();
    turn?.();
  }

  return {
    next: (place) =>
      new Promise((resolve) => {
        (place === "first" ? first : others).push(resolve);
        arm();
      }),
  };
}

/** How long work goes on: in whose turns, and until when. */
export interface Pace {
  turns: Turns;
  /** Aborted when nobody waits for the outcome any more. */
  signal?: AbortSignal | undefined;
}

/** Resolves when it is one's turn; rejects with the signal's reason where that is aborted by then. */
async function turnOf({ turns, signal }: Pace): Promise<void> {
  await turns.next();
  signal?.throwIfAborted();
}

/**
 * The items, some in each turn. Views are immutable, so whoever reads one slowly reads one moment. Ends with the signal's
 * reason where that is aborted.
 */
export async function* inTurns<T>(items: Iterable<T>, pace: Pace): AsyncGenerator<T[]> {
  let part: T[] = [];
  await turnOf(pace);
  let turn = performance.now();
  for (const item of items) {
    part.push(item);
    if (part.length < LOOK_EVERY) continue;
    yield part;
    part = [];
    if (performance.now() - turn < TURN_MS) continue;
    await turnOf(pace);
    turn = performance.now();
  }
  if (part.length > 0) yield part;
}

/** Text in pieces of some size, made as fast as it is taken, one in each turn. */
export async function* piecesInTurns(
  pieces: Iterable<string> | AsyncIterable<string>,
  pace: Pace,
): AsyncGenerator<string> {
  let gathered = "";
  await turnOf(pace);
  let turn = performance.now();
  for await (const piece of pieces) {
    pace.signal?.throwIfAborted();
    gathered += piece;
    const late = performance.now() - turn >= TURN_MS;
    if (!late && gathered.length < PIECE_LENGTH) continue;
    yield gathered;
    gathered = "";
    await turnOf(pace);
    turn = performance.now();
  }
  if (gathered !== "") yield gathered;
}

/** As `JSON.stringify` has it, with the entries of the lists that an object holds written in turns. */
export async function jsonInTurns(body: unknown, pace: Pace): Promise<string> {
  if (!holdsLongList(body)) return JSON.stringify(body);
  const members: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    const text = isLong(value) ? await listInTurns(value, pace) : JSON.stringify(value);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join(",")}}`;
}

async function listInTurns(list: readonly unknown[], pace: Pace): Promise<string> {
  const texts: string[] = [];
  for await (const part of inTurns(list, pace)) for (const one of part) texts.push(JSON.stringify(one) ?? "null");
  return `[${texts.join(",")}]`;
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length >= LOOK_EVERY;
}

function holdsLongList(body: unknown): body is Readonly<Record<string, unknown>> {
  return (
    typeof body === "object" &&
    body !== null &&
    !Array.isArray(body) &&
    !("toJSON" in body) &&
    Object.values(body).some(isLong)
  );
}
