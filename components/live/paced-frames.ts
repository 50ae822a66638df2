/** What of a page decides when to draw; a test turns it by hand. */
export interface FrameSource {
  now(): number;
  /** At the next frame, or soon where frames do not come. Returns the way to cancel. */
  atFrame(run: () => void): () => void;
  after(delayMs: number, run: () => void): () => void;
  /** When the frame that is being made has been drawn. */
  onceDrawn(run: () => void): void;
}

/** Of each second at most a quarter goes into drawing. */
const REST_PER_WORK = 3;
const LONGEST_REST_MS = 250;

/**
 * Shows what is new at the next frame, but rests three times as long as the last showing took, drawing included: a
 * cheap page follows every frame, an expensive one stays responsive and falls behind by a fraction of a second at most.
 */
export function createPacedFrames(source: FrameSource): (show: () => void) => () => void {
  let restUntil = 0;

  function showAndMeasure(show: () => void): void {
    const began = source.now();
    show();
    source.onceDrawn(() => {
      const drawn = source.now();
      restUntil = drawn + Math.min(LONGEST_REST_MS, (drawn - began) * REST_PER_WORK);
    });
  }

  return (show) => {
    let cancel = () => {};
    const attempt = () => {
      const rest = restUntil - source.now();
      // Asked again at the frame: the showing before may have been measured only after this one was wanted.
      if (rest > 0) cancel = source.after(rest, attempt);
      else cancel = source.atFrame(() => (restUntil > source.now() ? attempt() : showAndMeasure(show)));
    };
    attempt();
    return () => cancel();
  };
}
