/** Reads what `/metrics` says: Prometheus' text format, as far as we need it. */

/** By name with its labels as written, like `name{label="x"}`. */
export function parseMetrics(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^([a-zA-Z_:][\w:]*(?:\{.*\})?)\s+(\S+)/.exec(line);
    if (match?.[1] !== undefined) values.set(match[1], Number(match[2]));
  }
  return values;
}

export interface QueueSampler {
  /** Ends sampling: the highest value of every gauge seen, and the last of all. */
  stop(): { highest: Map<string, number>; last: Map<string, number> };
}

/** Asks for the metrics once a second, as a Prometheus would, only more often. */
export function sampleMetrics(url: string): QueueSampler {
  const highest = new Map<string, number>();
  let last = new Map<string, number>();
  const timer = setInterval(async () => {
    try {
      last = parseMetrics(await (await fetch(`${url}/metrics`)).text());
      for (const [name, value] of last) highest.set(name, Math.max(value, highest.get(name) ?? value));
    } catch {
      // A console that is too busy to answer shows in the lags.
    }
  }, 1000);
  return {
    stop() {
      clearInterval(timer);
      return { highest, last };
    },
  };
}
