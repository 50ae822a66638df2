import { compareRevisions, revisionsBetween } from "@/lib/registry/revision";
import type { GapReason, Key, Revision } from "@/lib/registry/types";
import { type CallOptions, EtcdError, type EtcdPort, type Header } from "./port";
import { factOf, type History, type KeyFact, sameFact, type Track } from "./track";

export type ResumeVerdict =
  /** `revision` is etcd's newest: what the watch has to catch up to. */
  { kind: "continue"; revision: Revision } | { kind: "gap"; reason: GapReason; detail: string };

type Within = <T>(run: (call: CallOptions) => Promise<T>) => Promise<T>;

const NEWEST = 4;
const OLDEST = 4;

/**
 * May the watch go on where it stopped? Only if this is the same store with the same past. A store that was wiped and
 * started with the same flags has the same cluster id and may have passed our revision already, so the past itself is
 * asked: as of our position, are there as many keys as we knew, and are the newest and the oldest of them the same?
 */
export async function checkResume(
  port: EtcdPort,
  history: History,
  maxReplayRevisions: number,
  within: Within,
): Promise<ResumeVerdict> {
  const [first] = history.tracks;
  if (first === undefined) return { kind: "continue", revision: history.newest };
  const { header } = await within((call) => port.range({ range: { key: first.range.start }, countOnly: true }, call));
  const contradicted = contradiction(history, header);
  if (contradicted !== null) return { kind: "gap", ...contradicted };
  const behind = Math.max(...history.tracks.map((track) => revisionsBetween(track.position, header.revision)));
  if (behind > maxReplayRevisions)
    return gap(
      "events-lost",
      `${behind} revisions passed meanwhile: listing them anew is quicker than replaying them.`,
    );
  try {
    for (const track of history.tracks) {
      const difference = await findDifference(port, track, within);
      if (difference !== null) return gap("store-replaced", difference);
    }
  } catch (error) {
    if (error instanceof EtcdError && error.code === "compacted")
      return gap("compacted", `etcd has compacted its history past revision ${first.position}.`);
    if (error instanceof EtcdError && error.code === "future-revision")
      return gap("revision-went-back", `etcd has not reached revision ${first.position} any more.`);
    throw error;
  }
  return { kind: "continue", revision: header.revision };
}

/**
 * What a fresh answer's header alone gives away. `newest` is what was known when the question was sent: events may have
 * overtaken the answer since.
 */
export function contradiction(
  known: { clusterId: string; newest: Revision },
  header: Pick<Header, "clusterId" | "revision">,
): { reason: GapReason; detail: string } | null {
  if (header.clusterId !== known.clusterId)
    return {
      reason: "other-cluster",
      detail: `Cluster ${header.clusterId} answers now; it was ${known.clusterId}.`,
    };
  if (compareRevisions(header.revision, known.newest) < 0)
    return {
      reason: "revision-went-back",
      detail: `etcd is at revision ${header.revision}; it had been at ${known.newest}.`,
    };
  return null;
}

async function findDifference(port: EtcdPort, track: Track, within: Within): Promise<string | null> {
  const { range, position, known } = track;
  const { count } = await within((call) => port.range({ range, revision: position, countOnly: true }, call));
  if (count !== known.size)
    return `At revision ${position} etcd now has ${count} keys from ${range.start} on; it had ${known.size}.`;
  const checked = await Promise.all(
    samples(known).map(async ([key, fact]) => {
      const answer = await within((call) => port.range({ range: { key }, revision: position }, call));
      const [found] = answer.keyValues;
      return found !== undefined && sameFact(factOf(found), fact) ? null : key;
    }),
  );
  const different = checked.find((key) => key !== null);
  return different === undefined || different === null
    ? null
    : `At revision ${position} the key ${different} is not what it was: etcd's data was replaced.`;
}

/** The newest tell a restored snapshot, the oldest a wiped store. */
function samples(known: ReadonlyMap<Key, KeyFact>): [Key, KeyFact][] {
  const sorted = [...known].sort(([, a], [, b]) => compareRevisions(a.modRevision, b.modRevision));
  return sorted.length <= NEWEST + OLDEST ? sorted : [...sorted.slice(0, OLDEST), ...sorted.slice(-NEWEST)];
}

function gap(reason: GapReason, detail: string): ResumeVerdict {
  return { kind: "gap", reason, detail };
}
