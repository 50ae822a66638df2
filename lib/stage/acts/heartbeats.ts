import type { Act } from "../types";

export const heartbeats: Act = {
  id: "heartbeats",
  name: "Heartbeats",
  needs: "standing",
  cues: [],
  notes: [
    "Each heartbeat is one keepalive: the lease is full again. Let the room watch two or three of them.",
    "etcd writes nothing for it: no new revision, no watch event. A watcher hears exactly nothing.",
    "So how does this page know? It asks etcd how many whole seconds the lease still has, and works out the rest.",
  ],
  tell({ instance, reading, events, since }) {
    const seen = reading?.beats?.filter(({ at, how }) => how !== "missed" && at[1] >= since).length ?? 0;
    const announced = events.filter(({ revision }) => revision !== null).length;
    return {
      phase: instance && reading ? "beating" : "setting",
      title: "Heartbeats are silent",
      sentence:
        "Each one **fills the ring again**. etcd announces nothing; this page knows only because it **asks how long the lease still lives**.",
      facts: [
        {
          id: "seen",
          label: "Heartbeats",
          value: { kind: "text", text: String(seen) },
          tone: "alive",
          note: "seen through the lease",
        },
        {
          id: "announced",
          label: "Changes",
          value: { kind: "text", text: String(announced) },
          note: "announced by etcd",
        },
        ...(instance
          ? [
              {
                id: "revision",
                label: "Revision",
                value: { kind: "text", text: instance.modRevision },
                note: "of its key, unchanged",
              } as const,
            ]
          : []),
        ...(reading?.rhythmMs
          ? [
              {
                id: "rhythm",
                label: "Rhythm",
                value: { kind: "seconds", ms: reading.rhythmMs },
                note: "learned",
              } as const,
            ]
          : []),
      ],
      picture: "ring",
      lease: instance ? "there" : "none",
    };
  },
};
