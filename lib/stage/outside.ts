import type { Fact, Scene } from "./types";

/** What a look from outside has found since the cue: in the process table, at the port. Nobody's word is taken for it. */
type Seen = Pick<Scene, "probe">;

export function processFact({ probe }: Seen): Fact {
  if (!probe) return { id: "process", label: "Process", value: { kind: "waiting", text: "being looked at" } };
  const label = probe.pid === null ? "Process" : `Process ${probe.pid}`;
  return { id: "process", label, value: { kind: "text", text: probe.process } };
}

export function portFacts({ probe }: Seen): Fact[] {
  if (!probe) return [{ id: "port", label: "Its port", value: { kind: "waiting", text: "being tried" } }];
  const { port, accepts, answer, process } = probe;
  return [
    {
      id: "port",
      label: `Port ${port ?? "–"}`,
      value: { kind: "text", text: accepts ? "accepts" : "refuses" },
      tone: accepts ? "alive" : "gone",
      note:
        process === "frozen"
          ? "the process is stopped"
          : process === "gone"
            ? "the process is gone"
            : "the process runs",
    },
    {
      id: "answer",
      label: "Answer",
      value: answer?.own ? { kind: "text", text: String(answer.status) } : { kind: "text", text: "none" },
      tone: answer?.own ? "alive" : "gone",
      note: answer?.own ? `after ${Math.max(1, Math.round(answer.ms))} ms` : "within 1 s",
    },
  ];
}
