import { describe, expect, it } from "vitest";
import { withParams } from "./use-url-params";

describe("the address with changed parameters", () => {
  it("keeps what it does not change", () => {
    expect(withParams("?q=web&sort=name", { sort: "worst" })).toBe("?q=web&sort=worst");
  });

  it("takes out what is null or empty, down to nothing", () => {
    expect(withParams("?q=web&state=gone&state=late", { q: "", state: null })).toBe("");
  });

  it("repeats a parameter with several values and encodes what names may hold", () => {
    expect(withParams("", { state: ["gone", "static"] })).toBe("?state=gone&state=static");
    expect(withParams("", { instance: "/a b/ü&c" })).toBe("?instance=%2Fa+b%2F%C3%BC%26c");
  });
});
