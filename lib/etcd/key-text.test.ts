import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesToKeyText, compareBytes, compareKeys, keyTextToBytes } from "./key-text";

const awkward = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[0x5c, 0x78, 0x34, 0x31, 0x41, 0xff, 0x80, 0xc3, 0xa9, 0xed, 0xa0, 0xf0, 0x9f, 0xef, 0xbb, 0xbf, 0],
    ),
    fc.integer({ min: 0, max: 255 }),
  ),
  { maxLength: 24 },
);

describe("key text", () => {
  it("brings every byte string back as it was", () => {
    fc.assert(
      fc.property(awkward, (bytes) => {
        expect([...keyTextToBytes(bytesToKeyText(Uint8Array.from(bytes)))]).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it("shows UTF-8 as it is and any other byte as an escape", () => {
    expect(bytesToKeyText(new TextEncoder().encode("/services/café/🚀"))).toBe("/services/café/🚀");
    expect(bytesToKeyText(Uint8Array.of(0x2f, 0xff, 0x61, 0xc3))).toBe("/\\xffa\\xc3");
    expect(bytesToKeyText(new TextEncoder().encode("C:\\x41\\temp"))).toBe("C:\\x5cx41\\temp");
    expect(bytesToKeyText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
  });

  it("orders keys as etcd does: by their bytes", () => {
    fc.assert(
      fc.property(awkward, awkward, (a, b) => {
        const [one, other] = [Uint8Array.from(a), Uint8Array.from(b)];
        expect(Math.sign(compareKeys(bytesToKeyText(one), bytesToKeyText(other)))).toBe(
          Math.sign(compareBytes(one, other)),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
