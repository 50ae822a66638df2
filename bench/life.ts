/** What was started is stopped, the last first: after a section, after a failure, and on a signal. */
export interface Life {
  /** Registers a way to stop; returns a function that stops it now and forgets it. */
  onEnd(stop: () => Promise<void> | void): () => Promise<void>;
  end(): Promise<void>;
}

export function createLife(): Life {
  const stops: (() => Promise<void> | void)[] = [];
  return {
    onEnd(stop) {
      stops.push(stop);
      return async () => {
        const at = stops.indexOf(stop);
        if (at < 0) return;
        stops.splice(at, 1);
        await stop();
      };
    },
    async end() {
      for (let stop = stops.pop(); stop; stop = stops.pop()) {
        try {
          await stop();
        } catch (error) {
          console.error("bench: could not stop a part:", error);
        }
      }
    },
  };
}
