import fc from "fast-check";
import { expect, it } from "vitest";
import { createGate } from "./gate";

it("lets in no more than so many, in the order in which they came, and turns away whoever finds the queue full", async () => {
  const gate = createGate({ atOnce: 2, waiting: 2, what: "Too many" });
  const order: number[] = [];
  const enter = async (n: number) => {
    const leave = await gate.enter();
    order.push(n);
    return leave;
  };
  const [first, second] = await Promise.all([enter(1), enter(2)]);
  const third = enter(3);
  const fourth = enter(4);
  await expect(enter(5)).rejects.toMatchObject({ code: "busy", status: 503, extra: { retryAfterSeconds: 1 } });
  expect(order).toEqual([1, 2]);
  first();
  first();
  (await third)();
  second();
  (await fourth)();
  expect(order).toEqual([1, 2, 3, 4]);
  expect(gate.stats()).toEqual({ inside: 0, atOnce: 2, waiting: 0, mostWaiting: 2, turnedAway: 1 });
});

it("forgets whoever goes while waiting", async () => {
  const gate = createGate({ atOnce: 1, waiting: 1, what: "Too many" });
  const leave = await gate.enter();
  const going = new AbortController();
  const gone = gate.enter(going.signal);
  going.abort(new Error("gone"));
  await expect(gone).rejects.toThrow("gone");
  const next = gate.enter();
  leave();
  (await next)();
  expect(gate.stats().inside).toBe(0);
});

it("is empty again after any number of works, whether they fail, end or are given up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("ends", "fails", "given up"), { maxLength: 30 }), async (works) => {
      const gate = createGate({ atOnce: 3, waiting: 5, what: "Too many" });
      let most = 0;
      await Promise.allSettled(
        works.map((how) => {
          const signal = how === "given up" ? AbortSignal.abort() : undefined;
          return gate.run(async () => {
            most = Math.max(most, gate.stats().inside);
            await Promise.resolve();
            if (how === "fails") throw new Error("failed");
          }, signal);
        }),
      );
      expect(most).toBeLessThanOrEqual(3);
      expect(gate.stats()).toMatchObject({ inside: 0, waiting: 0 });
    }),
  );
});
