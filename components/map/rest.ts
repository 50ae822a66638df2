/** So long nothing may move, and for so many frames: on a busy machine a hand that goes on is several frames behind. */
const REST_MS = 250;
const REST_FRAMES = 8;

export interface Rest {
  /** Something moves: the rest begins anew. */
  move(): void;
  stop(): void;
}

/** Calls `onRest` once whenever a hand that pans or zooms has come to rest. */
export function createRest(onRest: () => void): Rest {
  let frame: number | null = null;
  let movedAt = 0;
  let frames = 0;
  const look = () => {
    frame = null;
    frames++;
    if (frames >= REST_FRAMES && performance.now() - movedAt >= REST_MS) onRest();
    else frame = requestAnimationFrame(look);
  };
  return {
    move() {
      movedAt = performance.now();
      frames = 0;
      frame ??= requestAnimationFrame(look);
    },
    stop() {
      if (frame !== null) cancelAnimationFrame(frame);
      frame = null;
    },
  };
}
