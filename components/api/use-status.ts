import { useQuery } from "@tanstack/react-query";
import { type StatusAnswer, statusAnswerSchema } from "@/lib/api/status";
import { getJson } from "./get-json";

const SOON_MS = 2_000;
const LATER_MS = 10_000;

/**
 * What the console says about itself and etcd's cluster. One question for the whole page, whoever looks at it: soon after
 * the page is live, because the console may have connected to etcd later than it served the page, then now and then.
 */
export function useStatus<T>(select: (status: StatusAnswer) => T, enabled: boolean): T | undefined {
  const { data } = useQuery({
    queryKey: ["status"],
    enabled,
    queryFn: ({ signal }) => getJson(statusAnswerSchema, "status", {}, signal),
    select,
    refetchInterval: ({ state }) => (state.dataUpdateCount < 3 ? SOON_MS : LATER_MS),
  });
  return data;
}
