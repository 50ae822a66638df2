import type { Metadata } from "next";
import { readMapAddress } from "@/components/map/map-address";
import { MapPage } from "@/components/map/map-page";
import { runtime } from "@/lib/runtime";

export const metadata: Metadata = { title: "Map" };

export default async function Home({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const params = new URLSearchParams(Object.entries(await searchParams).map(([name, value]) => [name, String(value)]));
  const { grouping, list, view } = readMapAddress(params);
  // It shows all of it, and nothing else.
  const whole = !list && view === null && !params.has("q");
  return <MapPage firstPicture={whole ? await runtime().firstPicture(grouping) : null} />;
}
