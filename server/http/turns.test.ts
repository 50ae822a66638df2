import fc from "fast-check";
import { expect, it } from "vitest";
import { createTurns, inTurns, jsonInTurns } from "./turns";

/** An event loop whose passes are made by hand. */
function passes() {
  const next: (() => void)[] = [];
  return {
    turns: createTurns((run) => next.push(run)),
    /** Resolves when whatever came of this pass has settled. */
    async pass(): Promise<void> {
      for (const run of next.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
    },
    wanted: () => next.length,
  };
}

it("lets one go on in each pass of the event loop, in the order in which they came, however many wait", async () => {
  const { turns, pass, wanted } = passes();
  const went: number[] = [];
  for (let one = 0; one < 30; one++) void turns.next().then(() => went.push(one));
  for (let one = 0; one < 30; one++) {
    expect(went).toHaveLength(one);
    await pass();
  }
  expect(went).toEqual(Array.from({ length: 30 }, (_, one) => one));
  // Nobody waits: the event loop may rest.
  expect(wanted()).toBe(0);
});

it("lets those go first that bring pages back to the stream", async () => {
  const { turns, pass } = passes();
  const went: string[] = [];
  for (const one of ["list", "export"]) void turns.next().then(() => went.push(one));
  void turns.next("first").then(() => went.push("snapshot"));
  for (let left = 3; left > 0; left--) await pass();
  expect(went).toEqual(["snapshot", "list", "export"]);
});

it("shares each pass between all who look through something, so that ten cost others no more than one", async () => {
  const { turns, pass } = passes();
  const parts: number[] = [];
  const readers = Array.from({ length: 10 }, async (_, reader) => {
    for await (const _part of inTurns([reader], { turns })) parts.push(reader);
  });
  for (let reader = 0; reader < 10; reader++) {
    expect(parts).toHaveLength(reader);
    await pass();
  }
  await Promise.all(readers);
  expect(parts).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it("ends whoever nobody waits for at the next turn", async () => {
  const { turns, pass } = passes();
  const going = new AbortController();
  let looked = 0;
  const reading = (async () => {
    for await (const part of inTurns([1, 2, 3], { turns, signal: going.signal })) looked += part.length;
  })();
  reading.catch(() => {});
  going.abort(new Error("the client has gone"));
  await pass();
  await expect(reading).rejects.toThrow("the client has gone");
  expect(looked).toBe(0);
});

it("writes what JSON.stringify writes", async () => {
  const pace = { turns: createTurns() };
  const list = fc.array(fc.oneof(fc.jsonValue(), fc.constant(undefined)), {
    minLength: 0,
    maxLength: 100,
    size: "max",
  });
  const body = fc.oneof(
    fc.jsonValue(),
    list,
    fc.dictionary(fc.string(), fc.oneof(list, fc.jsonValue(), fc.constant(undefined))),
  );
  await fc.assert(
    fc.asyncProperty(body, async (one) => {
      expect(await jsonInTurns(one, pace)).toBe(JSON.stringify(one));
    }),
    { numRuns: 50 },
  );
});
