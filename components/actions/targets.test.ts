import { describe, expect, it } from "vitest";
import type { InstanceRow } from "@/lib/registry/select";
import { createTargetRegistry } from "./targets";

const row = (id: string) => ({ instance: { id } }) as InstanceRow;
const ids = (rows: readonly InstanceRow[]) => rows.map(({ instance }) => instance.id);

describe("what a key press acts on", () => {
  it("is the list's rows before the panel's, and nothing where nobody offers anything", () => {
    const registry = createTargetRegistry();
    expect(registry.read()).toEqual([]);
    let focused: InstanceRow[] = [];
    registry.add("detail", () => [row("panel")]);
    const leave = registry.add("list", () => focused);
    expect(ids(registry.read())).toEqual(["panel"]);
    focused = [row("a"), row("b")];
    expect(ids(registry.read())).toEqual(["a", "b"]);
    leave();
    expect(ids(registry.read())).toEqual(["panel"]);
  });
});
