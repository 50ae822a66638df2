import { order } from "../cast";
import { endingFacts, endingOf, wayOut } from "../ending";
import { portFacts } from "../outside";
import type { Act } from "../types";

export const hung: Act = {
  id: "hung",
  name: "A hung process",
  needs: "standing",
  cues: [
    {
      label: "Freeze it",
      orders: () => [order("pause")],
      command: ({ member }) => `kill -STOP ${member?.pid ?? "<its process>"}`,
    },
  ],
  notes: [
    "SIGSTOP stands for everything that hangs: a deadlock, a long garbage collection, a swapping machine.",
    "The kernel still takes connections for it. A TCP check says: up.",
    "It cannot renew its lease. That is what a lease proves: that the process itself still runs.",
    "When it wakes up it finds its lease gone, and registers anew. Reset, or the next act, wakes it.",
  ],
  tell(scene, [given]) {
    if (!given)
      return {
        phase: "before",
        title: "What if it only hangs?",
        sentence: "The process is there and does nothing any more. **A port check would not notice.**",
        facts: [],
        picture: "ring",
        lease: scene.instance ? "there" : "none",
      };
    const facts = [...portFacts(scene), ...endingFacts(endingOf(scene, given))];
    if (wayOut(scene, given) === "gone")
      return {
        phase: "gone",
        title: "The registry knows better",
        sentence: "Its port **still takes connections**. Its lease ran out, and so it is no longer listed.",
        facts,
        picture: "ring",
        lease: "gone",
      };
    return {
      phase: "running-out",
      title: "Frozen, and its port accepts",
      sentence: "The kernel answers for it. But a frozen process **sends no heartbeat**.",
      facts,
      picture: "ring",
      lease: "there",
    };
  },
};
