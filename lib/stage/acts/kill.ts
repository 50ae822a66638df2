import { order } from "../cast";
import { endingFacts, endingOf, wayOut } from "../ending";
import { processFact } from "../outside";
import type { Act, Cue, Scene } from "../types";

export const killIt: Cue = {
  label: "Kill it",
  orders: () => [order("kill")],
  command: ({ member }: Scene) => `kill -9 ${member?.pid ?? "<its process>"}`,
};

export const kill: Act = {
  id: "kill",
  name: "kill -9",
  needs: "standing",
  cues: [killIt],
  notes: [
    "SIGKILL: no handler runs, nothing is said to anybody. The kernel closes its sockets, and that is all.",
    "The prediction stands one second before the end. Say it aloud before the ring is empty.",
    "etcd looks for leases that are over twice a second: that is the lag, and it is etcd's, not ours.",
    "A crash costs up to one TTL of wrong addresses. Shorter TTL: found out faster, and more heartbeats.",
  ],
  tell(scene, [given]) {
    if (!given)
      return {
        phase: "before",
        title: "What if it just dies?",
        sentence: "No goodbye, no signal handler, no last word. **Who tells the registry?**",
        facts: [],
        picture: "ring",
        lease: scene.instance ? "there" : "none",
      };
    const facts = [processFact(scene), ...endingFacts(endingOf(scene, given))];
    switch (wayOut(scene, given)) {
      case "running-out":
        return {
          phase: "running-out",
          title: "`kill -9`: nobody renews the lease",
          sentence:
            "The process is dead, its key is still in etcd. **Clients go on calling it** until the ring is empty.",
          facts: facts,
          picture: "ring",
          lease: "there",
        };
      case "overdue":
        return {
          phase: "overdue",
          title: "Time is up",
          sentence: "The lease is over. etcd looks **twice a second**, and takes the key out.",
          facts: facts,
          picture: "ring",
          lease: "there",
        };
      case "gone":
        return {
          phase: "gone",
          title: "etcd took the key out",
          sentence: "Nobody said goodbye for it. **The lease ran out**, and every watcher was told.",
          facts: facts,
          picture: "ring",
          lease: "gone",
        };
    }
  },
};
