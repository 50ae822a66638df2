import { describe, expect, it } from "vitest";
import { decodeFull, decodeThin, encode } from "./thin-parser";

describe("the thin parser", () => {
  it("reads what it writes", () => {
    const packet = { type: 0, nsp: "/", data: { version: 1, position: { epoch: "e", seq: 4 } } };
    expect(encode(packet)).toEqual(['0{"version":1,"position":{"epoch":"e","seq":4}}']);
    expect(decodeFull(encode(packet)[0] ?? "")).toEqual(packet);
    expect(decodeFull('3/live,12["pong"]')).toEqual({ type: 3, nsp: "/live", id: 12, data: ["pong"] });
    expect(decodeFull('21["ping",5]')).toEqual({ type: 2, nsp: "/", id: 1, data: ["ping", 5] });
  });

  it("takes the position out of a delta without parsing its rows", () => {
    const delta = { epoch: "e", from: 3, to: 9, revision: "1200", put: { instances: [{ id: "x" }] } };
    const text = `2${JSON.stringify(["delta", delta])}`;
    expect(decodeThin(text)).toEqual({
      type: 2,
      nsp: "/",
      data: ["delta", { from: 3, to: 9, revision: "1200", bytes: text.length }],
    });
  });

  it("parses a delta whose position it does not find, and every word that asks something of it", () => {
    const odd = { put: { instances: [] }, revision: "7", from: 1, to: 2 };
    expect(decodeThin(`2${JSON.stringify(["delta", odd])}`).data).toEqual(["delta", odd]);
    expect(decodeThin('2["resync",{"reason":"lagging"}]').data).toEqual(["resync", { reason: "lagging" }]);
  });
});
