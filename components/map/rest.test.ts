import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRest } from "./rest";

describe("the rest of a hand", () => {
  let frames: (() => void)[] = [];
  let now = 0;
  /** Frames as a browser has them, so many milliseconds apart. */
  const pass = (count: number, apart: number) => {
    for (let frame = 0; frame < count; frame++) {
      now += apart;
      const [next] = frames.splice(0);
      next?.();
    }
  };

  beforeEach(() => {
    frames = [];
    now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
    vi.stubGlobal("cancelAnimationFrame", () => frames.splice(0));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it("is told once, a quarter of a second after it last moved", () => {
    const onRest = vi.fn();
    const rest = createRest(onRest);
    rest.move();
    pass(10, 16);
    rest.move();
    pass(14, 16);
    expect(onRest).not.toHaveBeenCalled();
    pass(3, 16);
    expect(onRest).toHaveBeenCalledTimes(1);
    pass(50, 16);
    expect(onRest).toHaveBeenCalledTimes(1);
    rest.move();
    pass(20, 16);
    expect(onRest).toHaveBeenCalledTimes(2);
  });

  it("takes as many frames on a machine that has few", () => {
    const onRest = vi.fn();
    const rest = createRest(onRest);
    rest.move();
    pass(5, 200);
    rest.move();
    pass(7, 200);
    expect(onRest).not.toHaveBeenCalled();
    pass(1, 200);
    expect(onRest).toHaveBeenCalledTimes(1);
  });

  it("is not told to who has stopped asking", () => {
    const onRest = vi.fn();
    const rest = createRest(onRest);
    rest.move();
    rest.stop();
    pass(50, 16);
    expect(onRest).not.toHaveBeenCalled();
    expect(frames).toEqual([]);
  });
});
