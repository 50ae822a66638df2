import { expect, it } from "vitest";
import { createTurns } from "./turns";

it("lets those of one queue begin one after another, whatever became of the one before", async () => {
  const { take } = createTurns();
  const said: string[] = [];
  let letFail = () => {};
  const held = new Promise<void>((resolve) => {
    letFail = resolve;
  });
  const done = [
    take("orders", async () => {
      said.push("first begins");
      await held;
      said.push("first fails");
      throw new Error("no");
    }).catch((error: Error) => said.push(error.message)),
    take("orders", async () => said.push("second")),
    take("web", async () => said.push("another queue")),
  ];
  await done[2];
  expect(said).toEqual(["first begins", "another queue"]);
  letFail();
  await Promise.all(done);
  expect(said).toEqual(["first begins", "another queue", "first fails", "no", "second"]);
});
