import { describe, expect, it, vi } from "vitest";
import { servicesOf } from "@/lib/map/registry.testing";
import type { View } from "@/lib/registry/view";
import { createFirstPictures } from "./first-pictures";
import { createTurns } from "./http/turns";
import { createServiceIndex } from "./routes/service-index";

const viewOf = (services: number): View =>
  servicesOf(Array.from({ length: services }, (_, index) => ({ service: `svc-${index}`, datacenter: "eu" }))).view;

function setUp() {
  let now = 0;
  const shown: { view: View | null; state: "live" | "stale" } = { view: viewOf(200), state: "live" };
  const services = createServiceIndex();
  const of = vi.spyOn(services, "of");
  const error = vi.fn();
  const pictureOf = createFirstPictures({
    registry: { view: () => shown.view, status: () => ({ state: shown.state }) },
    services,
    dependencyFields: ["dependsOn"],
    clock: { now: () => now },
    log: { error },
    turns: createTurns(),
  });
  return { pictureOf, shown, drawn: of, error, pass: (ms: number) => (now += ms) };
}

describe("first pictures", () => {
  it("are drawn once per view, and for a second although the view moves on", async () => {
    const { pictureOf, shown, drawn, pass } = setUp();
    const first = await pictureOf("none");
    expect(first).toContain("svc-199");
    pass(60_000);
    expect(await pictureOf("none")).toBe(first);
    shown.view = viewOf(201);
    expect(await pictureOf("none")).toContain("svc-200");
    shown.view = viewOf(202);
    pass(900);
    expect(await pictureOf("none")).not.toContain("svc-201");
    pass(200);
    expect(await pictureOf("none")).toContain("svc-201");
    expect(drawn).toHaveBeenCalledTimes(3);
  });

  it("are different ones by grouping", async () => {
    const { pictureOf } = setUp();
    expect(await pictureOf("datacenter")).toContain('class="frame"');
    expect(await pictureOf("none")).not.toContain('class="frame"');
  });

  it("are none, and no page fails, where one cannot be drawn", async () => {
    const { pictureOf, drawn, error } = setUp();
    drawn.mockReturnValueOnce([{ ...servicesOf([{ service: "odd" }]).services[0], instances: null }] as never);
    expect(await pictureOf("none")).toBeNull();
    expect(error).toHaveBeenCalledTimes(1);
  });

  it("are none where nothing was read yet, and where it is stale", async () => {
    const { pictureOf, shown } = setUp();
    shown.state = "stale";
    expect(await pictureOf("none")).toBeNull();
    shown.view = null;
    expect(await pictureOf("none")).toBeNull();
  });
});
