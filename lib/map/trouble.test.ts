import { describe, expect, it } from "vitest";
import { alarmOf } from "@/lib/registry/departures";
import { partsOf } from "./grouping";
import { type Registered, servicesOf } from "./registry.testing";
import { stateOfPart, troubleOf } from "./trouble";

function look(all: Omit<Registered, "service">[], minimum?: number) {
  const [service] = servicesOf(
    all.map((one) => ({ service: "web", ...one })),
    minimum === undefined ? {} : { web: minimum },
  ).services;
  const part = service && partsOf(service, "none").get("");
  if (!part) throw new Error("no such part");
  const trouble = troubleOf(part);
  return { state: stateOfPart(part), trouble: trouble && `${trouble.count} ${trouble.word}`, alarm: alarmOf(service) };
}

describe("what is wrong with a card", () => {
  it.each<[string, Omit<Registered, "service">[], string, string | null]>([
    ["nothing", [{}], "alive", null],
    ["the worst first", [{ liveness: "late" }, { liveness: "overdue" }, { gone: "expired" }], "overdue", "1 overdue"],
    ["late before gone", [{ count: 2, liveness: "late" }, { gone: "expired" }], "late", "2 late"],
    ["one cause by its name", [{}, { count: 3, gone: "evicted" }], "alive", "3 evicted"],
    ["several causes", [{}, { gone: "unknown" }, { gone: "expired" }], "alive", "2 gone"],
    ["an alarm before a goodbye", [{}, { count: 2, gone: "evicted" }, { gone: "expired" }], "alive", "1 expired"],
    ["draining", [{}, { draining: true }], "alive", "1 draining"],
    ["all draining", [{ draining: true }], "draining", "1 draining"],
    ["nobody left", [{ gone: "unknown" }], "gone", "1 left"],
    ["without a lease", [{ liveness: "static" }], "static", null],
  ])("%s", (_what, all, state, trouble) => expect(look(all)).toMatchObject({ state, trouble }));

  it("cannot be overlooked at zero, nor below its minimum; drained and overdue ones do not count", () => {
    expect(look([{ gone: "expired" }]).alarm).toEqual({ kind: "empty" });
    expect(look([], 2).alarm).toEqual({ kind: "empty" });
    expect(look([{ count: 3 }], 3).alarm).toBeNull();
    expect(look([{ count: 2 }, { draining: true }], 3).alarm).toEqual({ kind: "short", inService: 2, minimum: 3 });
    expect(look([{ count: 2 }, { liveness: "overdue" }], 3).alarm).toEqual({ kind: "short", inService: 2, minimum: 3 });
    expect(look([{ count: 2 }, { liveness: "late" }], 3).alarm).toBeNull();
  });
});
