import type { Sighting, SightingKind } from "@/lib/api/sightings";
import { wholeAge } from "../ui/format";

const KIND_WORD = {
  refused: "connection refused",
  "timed-out": "no answer in time",
  reset: "the connection was cut",
  unreachable: "no way to the host",
  dns: "its name does not resolve",
  tls: "TLS failed",
  protocol: "what it answered is not HTTP",
  status: "answered with an error",
  "not-serving": "says that it does not serve",
  other: "no answer",
} as const satisfies Record<SightingKind, string>;

/** How the last failure looked, in a few words. */
export function kindWords({ kind, status }: Sighting["lastFailure"]): string {
  return kind === "status" && status !== null ? `answered ${status}` : KIND_WORD[kind];
}

/** Whether the last thing that was seen of it is a failure, within the last minute. */
export function isFailing({ failed, answeredAt, lastFailure }: Sighting): boolean {
  return failed > 0 && (answeredAt === null || answeredAt < lastFailure.at);
}

/** What this console saw, as what it is: no word on whether the instance lives. `now` on the server's clock. */
export function sightingWords({ answered, failed, answeredAt, lastFailure }: Sighting, now: number): string {
  const ago = (at: number) => `${wholeAge(Math.max(0, now - at))} ago`;
  const from = lastFailure.way === "fleet" ? "requests that this console saw" : "requests from this console";
  const all = answered + failed;
  const first =
    failed > 0
      ? `${failed} of ${all} ${from} failed in the last minute, last ${ago(lastFailure.at)}: ${kindWords(lastFailure)}.`
      : `The last failure of ${from} was ${ago(lastFailure.at)}: ${kindWords(lastFailure)}.`;
  if (answeredAt === null || answeredAt < lastFailure.at) return first;
  return `${first} It answered since, ${ago(answeredAt)}.`;
}
