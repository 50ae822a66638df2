import type { PicksAnswer, RotationMember } from "@/lib/api/policies";
import { expectedOf } from "@/lib/test-requests/tally";
import type { LaneRecord } from "./run-record";

/** One instance in one lane, whether requests were sent or picks were only made. */
export interface LaneRow {
  id: string;
  name: string;
  datacenter: string | null;
  member: RotationMember;
  /** Whether it is still in the newest rotation at all. */
  present: boolean;
  picked: number;
  failed: number;
  retried: number;
  expected: number;
}

export function rowsOfRun({ tally, names, rotation }: LaneRecord): LaneRow[] {
  const expected = expectedOf(tally);
  const now = new Map(rotation?.members.map((member) => [member.id, member]));
  return [...names.values()]
    .map((last): LaneRow => {
      const counted = tally.instances.get(last.id);
      return {
        id: last.id,
        name: last.instance,
        datacenter: last.datacenter,
        member: now.get(last.id) ?? last,
        present: now.has(last.id),
        picked: counted?.picked ?? 0,
        failed: counted?.pickedFailed ?? 0,
        retried: counted?.retried ?? 0,
        expected: expected.get(last.id) ?? 0,
      };
    })
    .sort(byId);
}

export function rowsOfPicks({ members }: PicksAnswer, count: number): LaneRow[] {
  return members
    .map(
      (member): LaneRow => ({
        id: member.id,
        name: member.instance,
        datacenter: member.datacenter,
        member,
        present: true,
        picked: member.picked,
        failed: 0,
        retried: 0,
        expected: member.share * count,
      }),
    )
    .sort(byId);
}

function byId(a: LaneRow, b: LaneRow): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** `+3.1 %`: how far what was observed lies from what was promised; empty where nothing was. */
export function deviationOf({ picked, expected }: Pick<LaneRow, "picked" | "expected">): string {
  if (expected < 0.5) return picked > 0 ? "not expected" : "";
  const share = (picked / expected - 1) * 100;
  if (Math.abs(share) < 0.05) return "0.0 %";
  return `${share > 0 ? "+" : "−"}${Math.abs(share).toFixed(1)} %`;
}

/** What keeps it from requests, in a word; null where nothing does. */
export function hindrance({ member, present }: LaneRow): string | null {
  if (!present) return "gone";
  const { reason } = member;
  if (reason === "alive" || reason === "static") return null;
  return reason === "no-weight" ? "weight 0" : reason;
}
