import { HALO_MS } from "@/components/leases/beat";

/** Above this many rings a pulse is noise, and costs. */
const MOST_WITH_HALO = 60;
let rings = 0;

/** The map says how many rings it shows. */
export function countRings(count: number): void {
  rings = count;
}

/** Whether heartbeats may pulse: few rings, and nobody asked for stillness. */
export function mayPulseOnMap(): boolean {
  return rings <= MOST_WITH_HALO && !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** From 0 to 1 while the halo of a heartbeat is to be seen; null before and after. */
export function pulseAt(beatAt: number, now: number): number | null {
  const share = (now - beatAt) / HALO_MS;
  return beatAt > 0 && share >= 0 && share < 1 ? share : null;
}
