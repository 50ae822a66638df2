import { describe, expect, it } from "vitest";
import { keyCommands, keyWord } from "./commands";

describe("the same thing as a command", () => {
  it("asks for the key, its lease as etcdctl prints it, and the console's own answer", () => {
    const lines = keyCommands("http://localhost:3000", "/services/orders/eu/a b", "1087515936165354336");
    expect(lines.map(({ line }) => line)).toEqual([
      "etcdctl get -w json '/services/orders/eu/a b'",
      "etcdctl lease timetolive 0f17a1fb66b65b60 --keys",
      "curl -s 'http://localhost:3000/api/v1/keys?key=%2Fservices%2Forders%2Feu%2Fa%20b'",
    ]);
  });

  it("keeps the bytes of a key that is not text", () => {
    expect(keyWord("/a\\xff")).toBe("$'/a\\xff'");
  });

  it("gives no command that would ask for another key", () => {
    expect(keyWord("/a\0b")).toBeNull();
    expect(keyCommands("", "/a\0b", null).map(({ tool }) => tool)).toEqual(["curl"]);
    expect(keyWord("-rf")).toBe("-- '-rf'");
  });
});
