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
    ["https://localhost", "localhost:443"],
    ["http://localhost", "localhost:80"],
    ["https://localhost:443", "localhost"],
    ["http://LOCALHOST:80", "localhost"],
    ["http://[::1]:3000", "[0:0:0:0:0:0:0:1]:3000"],
    ["https://console.example.com", "Console.Example.com.:443"],
    ["https://portal.example.com:443", "localhost:3000"],
  ])("takes %s at %s: default ports and spellings are no difference", (origin, host) => {
    expect(check.refuseSocket({ host, origin })).toBeNull();
    expect(check.refuseWrite({ host, origin })).toBeNull();
  });

  it.each([
    ["http://localhost", "localhost:443"],
    ["https://localhost", "localhost:80"],
    ["http://localhost:3000", "localhost"],
    ["http://localhost", "localhost:3000"],
    ["https://portal.example.com:8443", "localhost:3000"],
    ["ftp://localhost:3000", "localhost:3000"],
    ["http://user@localhost:3000", "localhost:3000"],
    ["http://localhost:3000/", "localhost:3000"],
    ["", "localhost:3000"],
  ])("refuses %s at %s: another port is another program", (origin, host) => {
    expect(check.refuseSocket({ host, origin })?.code).toBe("origin-not-allowed");
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
