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
  tell({ instance, reading }) {
    return {
      phase: instance && reading ? "beating" : "setting",
      title: "Heartbeats are silent",
      sentence:
        "Each one **fills the ring again**. etcd announces nothing; this page knows only because it **asks how long the lease still lives**.",
      facts: [
        {
          id: "seen",
          label: "Heartbeats",
          value: reading
            ? { kind: "text", text: String(reading.beatCount) }
            : { kind: "waiting", text: "not looked at yet" },
          tone: "alive",
          note: "seen through the lease",
        },
        ...(instance
          ? [
              {
                id: "announced",
                label: "Changes",
                // etcd counts what is written to a key from 1 on: the first was its registration.
                value: { kind: "text", text: String(Number(instance.version) - 1) },
                note: "announced since it registered",
              } as const,
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
