import { describe, expect, it } from "vitest";
import { type Attempts, countAttempts, runAttempts } from "./attempts";

/** Writes that the test answers by hand. */
function byHand() {
  const waiting = new Map<string, { resolve: (answer: string) => void; reject: (error: unknown) => void }>();
  let newest: Attempts<string> = new Map();
  return {
    attempt: (id: string) =>
      new Promise<string>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      }),
    onChange: (attempts: Attempts<string>) => {
      newest = attempts;
    },
    sent: () => [...waiting.keys()],
    answer: (id: string, answer: string) => waiting.get(id)?.resolve(answer),
    fail: (id: string, error: unknown) => waiting.get(id)?.reject(error),
    states: () => Object.fromEntries([...newest].map(([id, { state }]) => [id, state])),
    newest: () => newest,
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("many writes", () => {
  it("are sent four at a time, and one that fails does not stop its neighbours", async () => {
    const hand = byHand();
    const run = runAttempts(["a", "b", "c", "d", "e"], hand.attempt, hand.onChange);
    await settle();
    expect(hand.sent()).toEqual(["a", "b", "c", "d"]);
    hand.fail("b", new Error("stale"));
    await settle();
    expect(hand.sent()).toContain("e");
    for (const id of ["a", "c", "d", "e"]) hand.answer(id, "1");
    await run.finished;
    expect(hand.states()).toEqual({ a: "done", b: "failed", c: "done", d: "done", e: "done" });
    expect(countAttempts(hand.newest())).toEqual({ all: 5, done: 4, failed: 1, stopped: 0, settled: 5 });
  });

  it("can be stopped: what is on its way arrives, nothing else is sent", async () => {
    const hand = byHand();
    const run = runAttempts(["a", "b", "c", "d", "e", "f"], hand.attempt, hand.onChange);
    await settle();
    run.stop();
    for (const id of hand.sent()) hand.answer(id, "1");
    await run.finished;
    expect(hand.states()).toEqual({ a: "done", b: "done", c: "done", d: "done", e: "stopped", f: "stopped" });
  });

  it("keep what earlier ones came to when some are tried again", async () => {
    const hand = byHand();
    const earlier = new Map([["a", { state: "done", answer: "1" } as const]]);
    const run = runAttempts(["b"], hand.attempt, hand.onChange, earlier);
    await settle();
    hand.answer("b", "2");
    await run.finished;
    expect(hand.states()).toEqual({ a: "done", b: "done" });
  });
});
