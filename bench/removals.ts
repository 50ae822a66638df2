import type { Told } from "./leases";

/** Every removal that the console still remembers, with the cause it tells. */
export async function removals(url: string): Promise<(Told & { id: string })[]> {
  const answer = await fetch(`${url}/api/v1/events?type=removed`, { headers: { accept: "application/x-ndjson" } });
  return (await answer.text())
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Told & { id: string });
}
