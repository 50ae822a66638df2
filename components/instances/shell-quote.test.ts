import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteBytes, quoteText } from "./shell-quote";

/** What bash makes of a word, byte for byte. */
function throughBash(words: string[]): Buffer[] {
  const script = `${words.map((word) => `printf '%s\\0' ${word}`).join("\n")}\n`;
  const out = execFileSync("bash", ["-s"], { input: script, env: { ...process.env, LC_ALL: "C.UTF-8" } });
  const parts: Buffer[] = [];
  for (let from = 0; from < out.length; ) {
    const end = out.indexOf(0, from);
    parts.push(out.subarray(from, end));
    from = end + 1;
  }
  return parts;
}

describe("quoting for the shell", () => {
  it("leaves plain keys readable", () => {
    expect(quoteText("/services/orders/eu-west/8f11c2")).toBe("/services/orders/eu-west/8f11c2");
    expect(quoteText("heartbeat|web|http://10.0.0.1:80")).toBe("'heartbeat|web|http://10.0.0.1:80'");
    expect(quoteText("it's $(reboot)")).toBe("'it'\\''s $(reboot)'");
    expect(quoteText("/сервис/é")).toBe("$'/сервис/é'");
  });

  it("writes out what would turn the line around or break it", () => {
    expect(quoteText("/a\u202egnp.exe")).toBe("$'/a\\xe2\\x80\\xaegnp.exe'");
    expect(quoteText("/a\nrm -rf")).toBe("$'/a\\nrm -rf'");
    expect(quoteBytes(Uint8Array.of(0x2f, 0xff, 0x61))).toBe("$'/\\xffa'");
  });

  it("never lets a leading dash look like an option", () => {
    expect(quoteText("-rf")).toBe("'-rf'");
  });

  it("reaches the command unchanged, whatever stands in it", () => {
    const texts = fc
      .sample(fc.string({ unit: "binary", minLength: 1, maxLength: 12 }), 60)
      .filter((t) => !t.includes("\0"));
    const bytes = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 12 }), 60).filter((sample) => !sample.includes(0));
    const words = [...texts.map(quoteText), ...bytes.map(quoteBytes)];
    const expected = [...texts.map((text) => Buffer.from(text, "utf8")), ...bytes.map((sample) => Buffer.from(sample))];
    expect(throughBash(words)).toEqual(expected.map((part) => part.subarray()));
  });
});
