import { describe, expect, it } from "vitest";
import type { ServiceSummary } from "@/lib/registry/select";
import type { Instance, Liveness, Tombstone } from "@/lib/registry/types";
import { announcementOf, crossingsBetween } from "./announcements";

const instance = (name: string) => ({ id: `/s/${name}`, instance: name }) as Instance;
const service = (unwell: Record<string, Liveness>, gone: string[] = [], names = ["a", "b", "c"]) =>
  ({
    name: "web",
    instances: names.map(instance),
    unwell: new Map(Object.entries(unwell).map(([name, state]) => [`/s/${name}`, state])),
    tombstones: gone.map((name) => ({ id: `/s/${name}`, instance: instance(name), cause: "expired" }) as Tombstone),
  }) as unknown as ServiceSummary;

describe("what is said aloud", () => {
  it("says a crossing once, and nothing while it stays so", () => {
    const late = service({ a: "late" });
    expect(announcementOf(crossingsBetween(service({}), late))).toBe("web a is late.");
    expect(crossingsBetween(late, service({ a: "late" }))).toEqual([]);
    expect(announcementOf(crossingsBetween(late, service({ a: "overdue" })))).toBe("web a is overdue.");
    expect(announcementOf(crossingsBetween(late, service({})))).toBe("web a is alive again.");
  });

  it("says why one is gone, not that it recovered", () => {
    const gone = service({}, ["a"], ["b", "c"]);
    expect(announcementOf(crossingsBetween(service({ a: "overdue" }), gone))).toBe("web a is gone: expired.");
  });

  it("says the last state of one that crossed twice, and counts where they are many", () => {
    const crossing = (name: string, state: "late" | "gone") => ({ service: "web", instance: name, state });
    expect(announcementOf([crossing("a", "late"), crossing("a", "gone")])).toBe("web a is gone.");
    const many = ["a", "b", "c", "d", "e"].map((name) => crossing(name, "late"));
    expect(announcementOf([...many, crossing("f", "gone")])).toBe("5 late, 1 gone, in web.");
  });
});
