import { describe, expect, it } from "vitest";
import { crumbsOf, pageOf, servicePath } from "./pages";

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

  it("does not break on half a character", () => {
    expect(servicePath("a\ud800b")).toBe("/services/a%EF%BF%BDb");
  });

  it("shows a malformed address as it stands", () => {
    expect(crumbsOf("/services/%E0%A4%A")[1]?.label).toBe("%E0%A4%A");
  });
});
