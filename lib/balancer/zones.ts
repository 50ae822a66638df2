import type { Standing, Zone } from "./types";

/** As Envoy's overprovisioning factor: an instance bears 1.4 times its part before requests go elsewhere. */
const HEADROOM = 1.4;

/** A part of those who may be chosen, and the share of requests that goes there first. */
export interface Group {
  /** Stays the same from one picker to the next: what is remembered of a group hangs on it. */
  name: string;
  share: number;
  standings: readonly Standing[];
}

/**
 * Whom to ask first. Each layer is asked only where the one before has nobody left. Without a zone a layer is all of
 * one rank. With one, the own datacenter's come before all others of their rank, but for what they cannot bear: where
 * part of their capacity is lost (late, overdue, draining, ejected), what exceeds the rest's headroom spills over.
 */
export function layersOf(standings: readonly Standing[], zone: Zone | null): Group[][] {
  const layers: Group[][] = [];
  for (const rank of ["first", "if-none-better", "last-resort"] as const) {
    const ranked = standings.filter((one) => one.rank === rank);
    if (!zone) {
      layers.push([{ name: rank, share: 1, standings: ranked }]);
      continue;
    }
    const isOwn = ({ candidate }: Standing) => candidate.datacenter === zone.datacenter;
    const own = { name: `${rank}, own`, standings: ranked.filter(isOwn) };
    const others = { name: `${rank}, others`, standings: ranked.filter((one) => !isOwn(one)) };
    const kept = rank === "first" ? keptShare(standings.filter(isOwn), zone.headroom ?? HEADROOM) : 1;
    if (own.standings.length === 0 || others.standings.length === 0 || kept === 1)
      layers.push([{ ...own, share: 1 }], [{ ...others, share: 1 }]);
    else
      layers.push([
        { ...own, share: kept },
        { ...others, share: 1 - kept },
      ]);
  }
  return layers
    .map((groups) => groups.filter(({ standings: members }) => members.length > 0))
    .filter((groups) => groups.length > 0);
}

/** What a datacenter keeps of its own requests. Slow start takes nothing away: who warms up will be there. */
function keptShare(own: readonly Standing[], headroom: number): number {
  let fit = 0;
  let all = 0;
  for (const { candidate, rank, reason } of own) {
    if (reason === "gone" || reason === "no-weight") continue;
    all += candidate.weight;
    if (rank === "first") fit += candidate.weight;
  }
  return all === 0 ? 0 : Math.min(1, (headroom * fit) / all);
}
