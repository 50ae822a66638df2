import type { Sighting, SightingKind } from "@/lib/api/sightings";
import { plural, wholeAge } from "../ui/format";
import { safeString } from "../ui/safe-text-parts";

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

/** What was tried and by whom: `GET / from checkout, one of the demo fleet`. */
function triedWords({ way, caller, request }: Sighting["lastFailure"]): string {
  switch (way) {
    case "gateway":
      return "a call through the gateway";
    case "test-requests":
      return `a test request, ${request ?? "of an unknown kind"}`;
    case "fleet":
      return `${request ?? "a call"} from ${safeString(caller?.instance ?? caller?.service ?? "a process", 80)} of the demo fleet`;
  }
}

/**
 * What this console saw, as what it is: how many failed, and of the last one what was tried, when, by whom and how it
 * ended. No word on whether the instance lives. `now` on the server's clock.
 */
export function sightingWords({ answered, failed, answeredAt, lastFailure }: Sighting, now: number): string {
  const ago = (at: number) => `${wholeAge(Math.max(0, now - at))} ago`;
  const last = `${triedWords(lastFailure)}, ${ago(lastFailure.at)}: ${kindWords(lastFailure)}.`;
  const first =
    failed > 0
      ? `${failed} of ${plural(answered + failed, "request")} failed in the last minute. The last was ${last}`
      : `The last request that failed was ${last}`;
  if (answeredAt === null || answeredAt < lastFailure.at) return first;
  return `${first} It answered since, ${ago(answeredAt)}.`;
}
