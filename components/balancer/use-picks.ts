"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError, errorOfProblem } from "@/components/api/api-error";
import { type PicksAnswer, picksAnswerSchema } from "@/lib/api/policies";
import type { Settings } from "./settings";

/** Who would be next by each policy, as of now: asked again when the settings or the service change. */
export function usePicks(settings: Settings, sign: string, enabled: boolean) {
  const { service, policies, count, concurrency, seed, key, datacenter } = settings;
  return useQuery({
    queryKey: ["picks", service, policies, count, concurrency, seed, key, datacenter, sign],
    enabled: enabled && service !== "",
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      Promise.all(
        policies.map((policy) =>
          postPicks(
            {
              service,
              policy,
              count,
              concurrency,
              ...(/^\d{1,10}$/.test(seed) && { seed: Number(seed) }),
              ...(key !== "" && { key }),
              ...(datacenter !== "" && { datacenter }),
            },
            signal,
          ),
        ),
      ),
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
