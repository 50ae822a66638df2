import type { SightingsAnswer } from "@/lib/api/sightings";
import type { Traffic, TrafficAnswer } from "@/lib/api/traffic";
import type { Clock } from "@/lib/clock";
import { createSightings, type SeenOutcome } from "./sightings";

/** One request that was seen on its way to an instance. */
export interface SeenRequest extends Pick<Traffic, "way" | "caller" | "service" | "instance"> {
  answered: boolean;
  /** What was tried, where that is known. */
  request?: string;
  /** How it failed, where that tells something of the instance. */
  failure?: SeenOutcome["failure"];
}

export interface TrafficCounts {
  count(seen: SeenRequest): void;
  answer(): TrafficAnswer;
  /** What was seen of each instance lately. */
  sightings(): SightingsAnswer;
}

/** More pairs than a person looks at; those that had no request for the longest time give way. */
const MOST_PAIRS = 5_000;

/** Requests really seen, by who sent them and who was asked. Nothing here is guessed: what passes elsewhere is not counted. */
export function createTrafficCounts(clock: Pick<Clock, "now">): TrafficCounts {
  const pairs = new Map<string, Traffic>();
  const since = clock.now();
  const sightings = createSightings(clock);
  return {
    count({ answered, failure = null, request, ...pair }) {
      if (answered || failure)
        sightings.count({ ...pair, request: request ?? null, failure: answered ? null : failure });
      const name = `${pair.way}\n${pair.caller?.service ?? ""}\n${pair.caller?.instance ?? ""}\n${pair.instance}`;
      const known = pairs.get(name) ?? { ...pair, answered: 0, failed: 0 };
      known[answered ? "answered" : "failed"] += 1;
      // The newest last.
      pairs.delete(name);
      pairs.set(name, known);
      if (pairs.size <= MOST_PAIRS) return;
      const [oldest] = pairs.keys();
      if (oldest !== undefined) pairs.delete(oldest);
    },
    answer: () => ({ serverTime: clock.now(), since, traffic: [...pairs.values()] }),
    sightings: sightings.answer,
  };
}
