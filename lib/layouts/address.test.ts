import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress, parseHost, parseUrl } from "./address";

describe("addresses", () => {
  it.each([
    ["10.0.0.1:80", { protocol: null, host: "10.0.0.1", port: 80 }],
    ["host-a:65535", { protocol: null, host: "host-a", port: 65535 }],
    ["[::1]:8080", { protocol: null, host: "::1", port: 8080 }],
    ["[fe80::1%eth0]:1", { protocol: null, host: "fe80::1%eth0", port: 1 }],
    ["http://1.2.3.4:8080", { protocol: "http", host: "1.2.3.4", port: 8080 }],
    ["https://example.org/path", { protocol: "https", host: "example.org", port: 443 }],
    ["gRPC://[::1]:50051?x=1", { protocol: "grpc", host: "::1", port: 50051 }],
    ["tcp://user:word@h:1", { protocol: "tcp", host: "h", port: 1 }],
    [" 10.0.0.1:80\n", { protocol: null, host: "10.0.0.1", port: 80 }],
    ["10.0.0.1 : 80", { protocol: null, host: "10.0.0.1", port: 80 }],
    ["\t[::1] :8080 ", { protocol: null, host: "::1", port: 8080 }],
    [" http://h:81 ", { protocol: "http", host: "h", port: 81 }],
    ["host:0", { protocol: null, host: "host", port: 0 }],
    ["tcp://host:0", { protocol: "tcp", host: "host", port: 0 }],
    ["rest://h", { protocol: "rest", host: "h", port: 0 }],
  ])("reads %s", (text, expected) => {
    expect(parseAddress(text)).toEqual(expected);
  });

  it.each([
    "",
    "host",
    ":80",
    "host:",
    "host:65536",
    "host:8o",
    "::1:80",
    "[::1]",
    "a b:80",
    "a/b:80",
    "://h:1",
    "h:1:2",
  ])("does not take %j for an address", (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it("writes what it reads, IPv6 in brackets", () => {
    expect(formatAddress("::1", 80)).toBe("[::1]:80");
    expect(parseAddress(formatAddress("2001:db8::7", 443))).toMatchObject({ host: "2001:db8::7", port: 443 });
  });

  it("takes a URL apart without correcting it", () => {
    expect(parseUrl("http://Ünïcode.host:80/a/b?x=1&y=%20z&bad=%E0%A4#top")).toEqual({
      protocol: "http",
      host: "Ünïcode.host",
      port: 80,
      path: "/a/b",
      query: [
        ["x", "1"],
        ["y", " z"],
        ["bad", "%E0%A4"],
      ],
    });
  });

  it("tells a host from everything else", () => {
    expect(parseHost("[::1]")).toBe("::1");
    expect(parseHost("::1")).toBe("::1");
    expect(parseHost(" a\n")).toBe("a");
    for (const text of ["", " ", "a:1", "http://a", "a b", "a/b", "u@h", "[a]", "a\u0000b"])
      expect(parseHost(text)).toBeNull();
  });
});
