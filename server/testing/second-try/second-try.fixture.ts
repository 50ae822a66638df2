/** Run by fresh.integration.test.ts alone: a test that fails at its first try, on purpose. */
import { expect, it } from "vitest";
import { freshForEachTry } from "../fresh";

const done: string[] = [];
let left: string[] = [];
freshForEachTry({
  async start() {
    done.push("start");
    left = [];
  },
  async stop() {
    done.push("stop");
  },
});

it("has what was started once", () => {
  left.push("by the first test");
  expect(done).toEqual(["start"]);
});

it("meets nothing of its first try", { retry: 1 }, ({ task }) => {
  const before = [...left];
  left.push("by a try");
  expect(task.result?.retryCount).toBe(1);
  expect(before).toEqual([]);
  expect(done).toEqual(["start", "stop", "start"]);
});

it("goes on with what the last try left", () => {
  expect(left).toEqual(["by a try"]);
});
