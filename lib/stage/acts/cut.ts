import { order } from "../cast";
import { endingFacts, endingOf, wayOut } from "../ending";
import { portFacts } from "../outside";
import type { Act } from "../types";

export const cut: Act = {
  id: "cut",
  name: "Cut off from etcd",
  needs: "standing",
  cues: [
    {
      label: "Cut it off",
      orders: () => [order("cut")],
      command: () => "its connection to etcd is closed, and refused from now on",
    },
  ],
  notes: [
    "The opposite of the hung process: the service is fine, only its way to etcd is broken.",
    "Heartbeats do not arrive, so the lease runs out, and clients stop calling a service that would answer.",
    "This is the price: a lease proves the way to etcd as well. If etcd itself goes, every lease stands still, none runs out.",
  ],
  tell(scene, [given]) {
    if (!given)
      return {
        phase: "before",
        title: "What if only the way to etcd breaks?",
        sentence: "The service answers everybody. **It only cannot say so.**",
        facts: [],
        picture: "ring",
        lease: scene.instance ? "there" : "none",
      };
    const [, answer] = portFacts(scene);
    const facts = [...(answer ? [answer] : portFacts(scene)), ...endingFacts(endingOf(scene, given))];
    if (wayOut(scene, given) === "gone")
      return {
        phase: "gone",
        title: "Fine, and not listed",
        sentence: "It answers as before. Its lease ran out, so **nobody finds it any more**.",
        facts,
        picture: "ring",
        lease: "gone",
      };
    return {
      phase: "running-out",
      title: "The service is fine, its lease is not",
      sentence: "It answers requests. Its heartbeats **do not reach etcd**.",
      facts,
      picture: "ring",
      lease: "there",
    };
  },
};
