import { describe, expect, it } from "vitest";
import { settle } from "./settle";

describe("the order of a list under the pointer", () => {
  it("takes the wanted order while nobody points at it", () => {
    expect(settle(["a", "b"], ["b", "a", "c"], false)).toEqual(["b", "a", "c"]);
  });

  it("moves nothing while somebody does: new rows go to the end", () => {
    expect(settle(["a", "c"], ["b", "c", "a"], true)).toEqual(["a", "c", "b"]);
  });

  it("lets go of what is gone", () => {
    expect(settle(["a", "b", "c"], ["c", "a"], true)).toEqual(["a", "c"]);
  });

  it("keeps the very same list when nothing came or went", () => {
    const drawn = ["a", "b"];
    expect(settle(drawn, ["b", "a"], true)).toBe(drawn);
  });
});
