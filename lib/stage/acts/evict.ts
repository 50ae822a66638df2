import { causeFact } from "../ending";
import type { Act, Scene } from "../types";

export const evict: Act = {
  id: "evict",
  name: "Evict, and it comes back",
  needs: "standing",
  cues: [
    {
      label: "Evict it",
      orders: ({ instance }) =>
        instance
          ? [
              {
                path: "evictions",
                body: {
                  key: instance.keys[0],
                  modRevision: instance.modRevision,
                  mode: "key",
                  reason: "Shown on the stage",
                },
              },
            ]
          : [],
      command: ({ instance }) => `etcdctl del ${instance?.keys[0] ?? "<its key>"}`,
    },
  ],
  notes: [
    "Eviction deletes the key, guarded: only if it is still the revision that we saw.",
    "The owner lives. At its next heartbeat it sees that its key is missing, and puts it again.",
    "So eviction is for what is dead and still listed. To keep a living one away: drain it, or stop it.",
  ],
  tell(scene, [given]) {
    const { instance, events } = scene;
    if (!given)
      return {
        phase: "before",
        title: "Can an operator throw it out?",
        sentence: "Evicting deletes its key. **But it is alive.**",
        facts: instance
          ? [{ id: "revision", label: "Revision", value: { kind: "text", text: instance.modRevision } }]
          : [],
        picture: "ring",
        lease: instance ? "there" : "none",
      };
    const after = events.filter(({ revision }) => isAfter(revision, given.modRevision));
    const removed = after.find(({ type }) => type === "removed");
    const back = after.find(({ type, revision }) => type === "registered" && isAfter(revision, removed?.revision));
    const isBack = instance !== null && isAfter(instance.createRevision, given.modRevision);
    const removedAt = typeof removed?.at === "number" ? removed.at : null;
    const cause = removed ? [causeFact(removed)] : [];
    if (!removed)
      return {
        phase: "evicting",
        title: "Out with it",
        sentence: "The key is deleted, **if it is still the one that was seen**.",
        facts: [{ id: "removed", label: "Removed", value: { kind: "waiting", text: "waiting" } }],
        picture: "ring",
        lease: instance ? "there" : "none",
      };
    if (!isBack || removedAt === null)
      return {
        phase: "away",
        title: "Evicted. For how long?",
        sentence: "Its lease still lives. At its **next heartbeat** it will find its key missing.",
        facts: [
          ...cause,
          ...(removedAt === null
            ? []
            : [
                { id: "away", label: "Away for", value: { kind: "seconds", ms: lastSeen(scene) - removedAt } } as const,
              ]),
        ],
        picture: "ring",
        lease: "none",
      };
    return {
      phase: "back",
      title: "It is back",
      sentence: "Its owner wrote the key again. **To keep it away, drain it, or stop it.**",
      facts: [
        ...cause,
        ...(typeof back?.at === "number"
          ? [
              {
                id: "back",
                label: "Back after",
                value: { kind: "seconds", ms: back.at - removedAt },
                tone: "alive",
              } as const,
            ]
          : []),
        {
          id: "revision",
          label: "Revision",
          value: { kind: "text", text: instance.modRevision },
          note: `was ${given.modRevision}`,
        },
      ],
      picture: "ring",
      lease: "there",
    };
  },
};

function isAfter(revision: string | null | undefined, other: string | null | undefined): boolean {
  return revision != null && other != null && BigInt(revision) > BigInt(other);
}

/** Up to when it is known to be away: not longer than the registry was watched. */
function lastSeen({ now, notObservedSince }: Scene): number {
  return Math.min(now, notObservedSince ?? now);
}
