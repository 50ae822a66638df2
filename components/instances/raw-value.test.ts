import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfBase64, hexDump, layOutJson, viewsOf } from "./raw-value";

describe("raw values", () => {
  it("lays JSON out without touching what it says", () => {
    expect(layOutJson('{"id":12345678901234567890,"a":[],"b":{ },"c":[1,{"d":"x, {y}"}],"a":2}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "a": [],\n  "b": {},\n  "c": [\n    1,\n    {\n      "d": "x, {y}"\n    }\n  ],\n  "a": 2\n}',
    );
  });

  it("lays out any JSON so that it says the same", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(JSON.parse(layOutJson(json))).toEqual(JSON.parse(json));
      }),
    );
  });

  it("offers only views that the value has", () => {
    expect(viewsOf({ text: '{"a":1}', base64: "eyJhIjoxfQ==", truncated: false })).toEqual(["json", "text", "hex"]);
    expect(viewsOf({ text: "10.0.0.1:80", base64: "eA==", truncated: false })).toEqual(["text", "hex"]);
    expect(viewsOf({ text: "12", base64: null, truncated: false })).toEqual(["text"]);
    expect(viewsOf({ text: null, base64: "/w==", truncated: false })).toEqual(["hex"]);
  });

  it("writes bytes as hexdump does", () => {
    expect(hexDump(bytesOfBase64(btoa('{"hostname":"10.\xff')), 9)).toBe(
      '00000000  7b 22 68 6f 73 74 6e 61  6d 65 22 3a 22 31 30 2e  |{"hostname":"10.|\n' +
        `00000010  ff${" ".repeat(48)}|.|`,
    );
  });
});
