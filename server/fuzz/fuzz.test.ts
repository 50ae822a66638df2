import fc from "fast-check";
import { expect, test } from "vitest";
import { fuzz } from "./fuzz";

const inputs = fc.string({ minLength: 20, maxLength: 60 });
const sizeOf = (text: string) => text.length;

/** As many steps as the text has characters, `times` over. */
function work(text: string, times: number): void {
  let sum = 0;
  for (let round = 0; round < times; round++) for (const _character of text) sum++;
  expect(sum).toBeGreaterThan(0);
}

test("work that grows with the input passes, work that grows with its square is named with the input", async () => {
  const steps = { any: 5_000, perByte: 40 };
  await fuzz<string>({ inputs, sizeOf, steps, run: (text) => work(text, 1) });
  await expect(fuzz<string>({ inputs, sizeOf, steps, run: (text) => work(text, text.length ** 2) })).rejects.toThrow(
    /\d+ steps for \d+ bytes, where \d+ are allowed \(seed -?\d+\): "/,
  );
});

test("an input that throws is named, with what it threw and the seed", async () => {
  const run = (text: string) => {
    if (text.includes("a")) throw new RangeError("too far");
  };
  await expect(fuzz<string>({ inputs, sizeOf, steps: { any: 5_000, perByte: 40 }, run })).rejects.toMatchObject({
    message: expect.stringMatching(/^An input did harm \(seed -?\d+\): ".*a.*"$/s),
    cause: new RangeError("too far"),
  });
});

test("what stays in memory is noticed", async () => {
  const kept: string[][] = [];
  const run = (text: string) => void kept.push(new Array(40_000).fill(text));
  await expect(fuzz<string>({ inputs, sizeOf, steps: { any: 5_000, perByte: 40 }, run })).rejects.toThrow(
    /expected \d+ to be less than/,
  );
});
