import { describe, expect, it } from "vitest";
import { crumbsOf, instanceIdIn, instancePath, pageOf, servicePath } from "./pages";

describe("where an address is", () => {
  it("names the pages below another as they name themselves", () => {
    expect(crumbsOf("/leases/hygiene").map(({ label }) => label)).toEqual(["Leases", "Hygiene"]);
    expect(crumbsOf("/services/hygiene")[1]?.label).toBe("hygiene");
  });

  it("keeps names with slashes, percent signs and emoji whole", () => {
    for (const name of ["a/b", "100%", "🚀", "..", "a?b#c"]) {
      expect(crumbsOf(`/services/${encodeURIComponent(name)}`)[1]?.label).toBe(name);
    }
  });

  it("counts an instance to the services", () => {
    expect(pageOf("/instances/x")?.label).toBe("Services");
    expect(pageOf("/servicesX")).toBeNull();
  });

  // On a phone nothing but the key's beginning was left of it: the same for every instance of a service.
  it("names an instance by its name, or by the last part of its key where nobody knows it", () => {
    const path = instancePath("/services/orders/eu/orders-1");
    expect(instanceIdIn(path)).toBe("/services/orders/eu/orders-1");
    expect(crumbsOf(path, "the first").at(-1)?.label).toBe("the first");
    expect(crumbsOf(path, null).at(-1)?.label).toBe("orders-1");
    expect(crumbsOf(instancePath("heartbeat|orders|10.0.0.1:80/"), null).at(-1)?.label).toBe(
      "heartbeat|orders|10.0.0.1:80",
    );
    expect(crumbsOf(instancePath("///"), null).at(-1)?.label).toBe("///");
    expect(crumbsOf("/services/orders", "nobody").at(-1)?.label).toBe("orders");
    expect(instanceIdIn("/services/orders")).toBeNull();
  });

  it("does not break on half a character", () => {
    expect(servicePath("a\ud800b")).toBe("/services/a%EF%BF%BDb");
  });

  it("shows a malformed address as it stands", () => {
    expect(crumbsOf("/services/%E0%A4%A")[1]?.label).toBe("%E0%A4%A");
  });
});
