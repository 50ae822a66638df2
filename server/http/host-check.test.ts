import { describe, expect, it } from "vitest";
import { createHostCheck } from "./host-check";

const check = createHostCheck({
  host: "127.0.0.1",
  allowedHosts: ["console.example.com", "strict.example.com:8443", "tls.example.com:443"],
});

describe("the host check", () => {
  it.each([
    "localhost",
    "localhost:3000",
    "LOCALHOST:3000",
    "app.localhost:3000",
    "127.0.0.1:3000",
    "127.8.9.1",
    "[::1]:3000",
    "console.example.com",
    "Console.Example.com:9999",
    "console.example.com.",
    "strict.example.com:8443",
    // Browsers leave out the port that https implies.
    "tls.example.com",
    "tls.example.com:443",
    "[0:0:0:0:0:0:0:1]:3000",
  ])("lets %s in", (host) => {
    expect(check.refuse(host)).toBeNull();
  });

  it.each([
    undefined,
    "",
    "evil.example.com",
    "evil.example.com:3000",
    "localhost.evil.example.com",
    "127.0.0.1.evil.example.com",
    "strict.example.com",
    "tls.example.com:8443",
    "[:::]",
    "[1.2.3.4]",
    "10.0.0.1:3000",
    "[::2]",
    "localhost:3000@evil.example.com",
    "localhost, evil.example.com",
    "localhost:3000/../",
    "user@localhost",
  ])("refuses %j", (host) => {
    expect(check.refuse(host)?.code).toBe("host-not-allowed");
  });

  it("says which setting would allow the name", () => {
    expect(check.refuse("console.other")?.detail).toContain("ROLLCALL_ALLOWED_HOSTS");
  });
});
