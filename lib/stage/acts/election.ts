import { endingFacts, endingOf, wayOut } from "../ending";
import type { Given } from "../state";
import type { Act, Fact, Scene } from "../types";
import { killIt } from "./kill";

export const election: Act = {
  id: "election",
  name: "Leader election",
  needs: "standing",
  cues: [
    { ...killIt, label: "Kill the service" },
    {
      label: "Kill the leader",
      orders: ({ members }) => {
        const leader = members?.find(({ leads }) => leads);
        return leader ? [{ path: "members/kill", body: { name: leader.name } }] : [];
      },
      command: ({ members }) => {
        const leader = members?.find(({ leads }) => leads);
        return `kill -9 ${leader?.pid ?? "<the leader's process>"}   # ${leader?.name ?? "who leads now"}`;
      },
    },
  ],
  notes: [
    "First the service dies: its ring runs dry. Then, with half of it left, the leader of etcd dies.",
    "Leases are counted down by the leader, in its memory. The new one does not know how much was left.",
    "It gives every lease its full time again, so that nobody is thrown out by an election.",
    "The ring is full, and nobody sent a heartbeat. The dead one stays listed for longer: that is the price.",
  ],
  tell(scene, [killed, struck]) {
    const { members, reading } = scene;
    const leader = leaderFact(scene, struck);
    if (!killed)
      return {
        phase: "before",
        title: "Who counts the seconds?",
        sentence: "Three members of etcd. **One of them leads**, and it alone counts every lease down.",
        facts: [leader],
        picture: "members",
        lease: scene.instance ? "there" : "none",
      };
    const end = endingOf(scene, killed);
    if (end.actual !== null && (!struck || end.actual < struck.at))
      return {
        phase: "too-late",
        title: "It was gone already",
        sentence: "Its lease ran out **before the leader died**. Once more, and the leader sooner.",
        facts: [leader, ...endingFacts(end)],
        picture: "members",
        lease: "gone",
      };
    if (!struck)
      return {
        phase: "running-out",
        title: "First the service dies",
        sentence: "Its lease runs out, as before. **Now the leader.**",
        facts: [leader, ...endingFacts(end)],
        picture: "members",
        lease: "there",
      };
    const elected = members?.some(({ leads, raftTerm }) => leads && raftTerm !== struck.term) ?? false;
    const isReset = (reading?.resets ?? 0) > struck.resets;
    const moved =
      isReset && end.deadline !== null && struck.deadline !== null && end.deadline > struck.deadline
        ? [
            {
              id: "moved",
              label: "Its end",
              value: { kind: "seconds", ms: end.deadline - struck.deadline },
              tone: "late",
              note: "later than before",
            } as const,
          ]
        : [];
    if (wayOut(scene, killed) === "gone")
      return {
        phase: "gone",
        title: "Gone in the end",
        sentence: "The election gave a dead service **one more full lease**. Nobody alive was thrown out.",
        facts: [leader, ...moved, ...endingFacts(end)],
        picture: "members",
        lease: "gone",
      };
    if (!elected || !isReset)
      return {
        phase: elected ? "elected" : "electing",
        title: elected ? "Another one leads" : "No leader, no expiry",
        sentence: elected
          ? "It does not know how much was left of any lease."
          : "Two are left, and they vote. **While nobody leads, no lease ends.**",
        facts: [leader],
        picture: "members",
        lease: "there",
      };
    return {
      phase: "reset",
      title: "Full again, and nobody sent a heartbeat",
      sentence: "The new leader cannot know how much was left, so it gives **every lease its full time again**.",
      facts: [leader, ...moved, ...endingFacts(end)],
      picture: "members",
      lease: "there",
    };
  },
};

function leaderFact({ members }: Scene, struck: Given | undefined): Fact {
  const leader = members?.find(({ leads }) => leads) ?? null;
  return {
    id: "leader",
    label: "Leader",
    value: leader ? { kind: "text", text: leader.name } : { kind: "waiting", text: "none" },
    tone: "time",
    ...(leader && {
      note:
        struck && struck.leader !== leader.name
          ? `term ${leader.raftTerm}, was ${struck.leader}`
          : `term ${leader.raftTerm}`,
    }),
  };
}
