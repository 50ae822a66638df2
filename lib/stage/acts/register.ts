import { enter, SERVICE } from "../cast";
import type { Act, Fact } from "../types";

export const register: Act = {
  id: "register",
  name: "Register",
  needs: "absent",
  cues: [
    {
      label: "Start it",
      orders: (scene) => [enter(scene)],
      command: ({ ttlSeconds }) =>
        `etcdctl lease grant ${ttlSeconds}; etcdctl put --lease=… /killrvideo/services/${SERVICE}/ratings-3 127.0.0.1:<its port>`,
    },
  ],
  notes: [
    "A registry is nothing but keys. One key per running copy, and the value says where it answers.",
    "The process is a real one. It asks etcd for a lease, then puts its key under it: two calls.",
    "Point at the key and at the value. Nothing else is stored, no state, no health.",
  ],
  tell({ member, instance, reading, value, events, ttlSeconds }, [given]) {
    const nothing: Fact = { id: "key", label: "In etcd", value: { kind: "waiting", text: "no such key" } };
    if (!given)
      return {
        phase: "before",
        title: "To be found, write one key",
        sentence:
          "A service that starts writes **where it answers** into etcd, under a **lease** that it has to keep alive.",
        // Until the scene is set the key of the act before may stand.
        facts: [instance ? { ...nothing, value: { kind: "waiting", text: "still there from before" } } : nothing],
        picture: "ring",
        lease: instance ? "there" : "none",
      };
    const process: Fact = {
      id: "process",
      label: "Process",
      value: member?.pid
        ? { kind: "text", text: `${member.pid}, ${member.process}` }
        : { kind: "waiting", text: member?.ended ? "ended before it registered" : "starting" },
    };
    if (!instance)
      return {
        phase: "starting",
        title: "It starts, and asks for a lease",
        sentence: `The process asks for a lease of **${ttlSeconds} seconds** and puts its key under it.`,
        facts: [process, nothing],
        picture: "ring",
        lease: "none",
      };
    const landed = events.find(({ type }) => type === "registered")?.at;
    return {
      phase: "registered",
      title: "It is registered",
      sentence: reading
        ? `Whoever watches has heard of it. The key stays for **${reading.grantedSeconds} seconds**, unless a heartbeat comes.`
        : "Whoever watches has heard of it. The key stays **as long as its lease**, unless a heartbeat comes.",
      facts: [
        { id: "key", label: "Key", value: { kind: "code", text: instance.keys[0] ?? instance.id } },
        {
          id: "value",
          label: "Value",
          value: value === null ? { kind: "waiting", text: "being read" } : { kind: "code", text: value },
        },
        { id: "revision", label: "Revision", value: { kind: "text", text: instance.createRevision } },
        ...(typeof landed === "number"
          ? [{ id: "landed", label: "Seen", value: { kind: "clock", at: landed } } as const]
          : []),
      ],
      picture: "ring",
      lease: "there",
    };
  },
};
