"use client";
import { useQuery } from "@tanstack/react-query";
import { ApiError, errorOfProblem } from "@/components/api/api-error";
import { type PicksAnswer, picksAnswerSchema } from "@/lib/api/policies";
import { picksOf, type Settings } from "./settings";

/** Who would be next by each policy, as of now: asked again when the settings or the service change. */
export function usePicks(settings: Settings, sign: string, enabled: boolean) {
  const { service, policies } = settings;
  const wanted = policies.map((policy) => picksOf(settings, policy));
  return useQuery({
    queryKey: ["picks", service, wanted, sign],
    enabled: enabled && service !== "",
    // Until the answer is there, the one before stands; but never another service's.
    placeholderData: (before: PicksAnswer[] | undefined, query) =>
      query?.queryKey[1] === service ? before : undefined,
    queryFn: ({ signal }) => Promise.all(wanted.map((one) => postPicks(one, signal))),
  });
}

async function postPicks(body: object, signal: AbortSignal): Promise<PicksAnswer> {
  const response = await fetch("/api/v1/picks", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorOfProblem(response.status, answer);
  const parsed = picksAnswerSchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ApiError("unreadable", "The answer has another shape", "Reload the page.", response.status);
}
