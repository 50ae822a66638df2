import type { Forecast } from "@/lib/registry/types";
import { boundsOf, type Deadline, middleOf } from "./deadline";

/**
 * From this long before the deadline on a forecast stands, whatever is learned after: a prediction is worth something
 * only if it stands still before it comes true.
 */
export const FROZEN_MS = 1_000;

/**
 * What is foreseen after an answer. Null where nothing was known a second before the end: then nothing was foreseen, and
 * nothing is made up afterwards. A renewal, or another leader, begins anew.
 */
export function forecastAfter(known: Forecast | null, deadline: Deadline): Forecast | null {
  const bounds = boundsOf(deadline);
  const { receivedAt } = deadline;
  if (receivedAt <= middleOf(bounds) - FROZEN_MS) return { deadline: bounds, at: receivedAt };
  const isSame = known !== null && known.deadline[0] <= bounds[1] && bounds[0] <= known.deadline[1];
  return isSame ? known : null;
}

/** For what left when its time was up, or just before; null for what left long before it. */
export function forecastOfEnd(forecast: Forecast | null, seenAt: number): Forecast | null {
  return forecast && seenAt >= forecast.deadline[0] - FROZEN_MS ? wholeForecast(forecast) : null;
}

/** Whole milliseconds, outwards, so that it still holds the truth: as it goes over the wire. */
export function wholeForecast({ deadline: [from, to], at }: Forecast): Forecast {
  return { deadline: [Math.floor(from), Math.ceil(to)], at: Math.ceil(at) };
}
