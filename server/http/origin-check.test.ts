import { describe, expect, it } from "vitest";
import { createOriginCheck } from "./origin-check";

const check = createOriginCheck({ allowedOrigins: ["https://portal.example.com"] });
const host = "localhost:3000";

describe("the origin check", () => {
  it.each(["http://localhost:3000", "https://localhost:3000", "https://portal.example.com"])("lets %s in", (origin) => {
    expect(check.refuseSocket({ host, origin })).toBeNull();
    expect(check.refuseWrite({ host, origin })).toBeNull();
  });

  it.each([
    "null",
    "http://localhost:8080",
    "http://127.0.0.1:3000",
    "http://evil.example.com",
    "http://localhost:3000.evil.example.com",
    "http://portal.example.com",
    "https://sub.portal.example.com",
  ])("refuses %s", (origin) => {
    expect(check.refuseSocket({ host, origin })?.code).toBe("origin-not-allowed");
    expect(check.refuseWrite({ host, origin })?.code).toBe("origin-not-allowed");
    // A token does not help a page that a browser vouches against.
    expect(check.refuseWrite({ host, origin, authorization: "Bearer x" })?.code).toBe("origin-not-allowed");
  });

  it("lets programs without an origin read, and write only with a token", () => {
    expect(check.refuseSocket({ host })).toBeNull();
    expect(check.refuseWrite({ host })?.code).toBe("origin-not-allowed");
    expect(check.refuseWrite({ host, authorization: "Basic x" })?.code).toBe("origin-not-allowed");
    expect(check.refuseWrite({ host, authorization: "Bearer x" })).toBeNull();
  });
});
