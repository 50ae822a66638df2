import { describe, expect, it } from "vitest";
import type { View } from "@/lib/registry/view";
import { afterEviction } from "./after-eviction";

const viewAt = (revision: string, createRevision: string | null) =>
  ({ revision, instances: new Map(createRevision === null ? [] : [["k", { createRevision }]]) }) as unknown as View;

describe("what became of a key that was taken out", () => {
  const taken = { id: "k", revision: "100" };

  it("is not claimed before the watch has brought the delete", () => {
    expect(afterEviction(null, taken)).toEqual({ state: "answered" });
    expect(afterEviction(viewAt("99", "7"), taken)).toEqual({ state: "answered" });
  });

  it("is gone, until a registration younger than the delete stands there", () => {
    expect(afterEviction(viewAt("100", null), taken)).toEqual({ state: "gone" });
    expect(afterEviction(viewAt("107", "105"), taken)).toEqual({ state: "back", revision: "105" });
  });
});
