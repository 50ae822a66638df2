import { order } from "../cast";
import { causeFact, remainsOf } from "../ending";
import { processFact } from "../outside";
import type { Act } from "../types";

export const goodbye: Act = {
  id: "goodbye",
  name: "A graceful goodbye",
  needs: "standing",
  cues: [
    {
      label: "Stop it",
      orders: () => [order("stop")],
      command: ({ member }) => `kill -TERM ${member?.pid ?? "<its process>"}`,
    },
  ],
  notes: [
    "SIGTERM, and the process has a handler: it revokes its own lease before it ends.",
    "etcd takes out every key on the lease at once. Nobody waits for a ring to run dry.",
    "Deregister on shutdown, and let the lease cover only the crashes.",
  ],
  tell(scene, [given]) {
    const { instance } = scene;
    if (!given)
      return {
        phase: "before",
        title: "And if it says goodbye?",
        sentence: "Asked to stop, a well-behaved service **revokes its own lease** first.",
        facts: [],
        picture: "ring",
        lease: instance ? "there" : "none",
      };
    const gone = remainsOf(scene, given);
    if (!gone)
      return {
        phase: "leaving",
        title: "It revokes its lease",
        sentence: "Everything on the lease goes with it, **in one revision**.",
        facts: [{ id: "waited", label: "Gone after", value: { kind: "waiting", text: "waiting" } }],
        picture: "ring",
        lease: "there",
      };
    const left = given.deadline === null ? null : given.deadline - gone.removedAtMs;
    return {
      phase: "gone",
      title: "Gone, without waiting",
      sentence: "The key went **with the goodbye**, long before the lease would have run out.",
      facts: [
        {
          id: "waited",
          label: "Gone after",
          value: { kind: "seconds", ms: gone.removedAtMs - given.at },
          tone: "alive",
        },
        ...(left !== null && left > 0
          ? [{ id: "left", label: "Left on it", value: { kind: "seconds", ms: left }, note: "of its lease" } as const]
          : []),
        causeFact(gone),
        processFact(scene),
      ],
      picture: "ring",
      lease: "gone",
    };
  },
};
