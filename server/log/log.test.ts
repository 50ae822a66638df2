import { Writable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { printable, printableLines } from "@/lib/printable";
import { createLog, say } from "./log";

/** Colours, a window's title, a C1 introducer, a direction turned, a zero-width space, a tag, and lines of their own. */
const HOSTILE = [
  "\u001b[31mred",
  "\u001b]0;title\u0007",
  "\u009b2J",
  "\u202egnp.exe",
  "a\u200bb",
  "\u{e0041}",
  "a\r\n12:00:00 error faked",
  "a\u2028b",
  "a\ud800b",
  "\u007f",
];
const STEERS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function terminal(): { out: NodeJS.WriteStream; said(): string } {
  let said = "";
  const out = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  return { out: Object.assign(out, { isTTY: true }) as unknown as NodeJS.WriteStream, said: () => said };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("what a terminal gets", () => {
  it.each(HOSTILE)("holds nothing that steers it: %j", (text) => {
    expect(printable(text)).not.toMatch(STEERS);
    expect(printableLines(`${text}\n`).replaceAll("\n", "")).not.toMatch(STEERS);
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    say(`live: ${text}`);
    expect(written.mock.calls.join("").slice(0, -1)).not.toMatch(STEERS);
  });

  it.each(HOSTILE)("is one line a message at a terminal, whatever is in it: %j", (text) => {
    const { out, said } = terminal();
    const log = createLog("info", { out });
    log.info({ key: text, [text]: 1 }, text);
    const lines = said().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toMatch(STEERS);
  });

  it("has an error's lines indented, so that none passes for a line of the log", () => {
    const { out, said } = terminal();
    createLog("info", { out }).error({ err: new Error("a\n12:00:00 error \u001b[2Jfaked") }, "It failed");
    expect(said().replaceAll("\n", "")).not.toMatch(STEERS);
    expect(said()).not.toMatch(/^12:00:00/m);
    expect(said()).toContain("    12:00:00 error \\u001b[2Jfaked");
  });

  it("keeps every other character", () => {
    const text = "Grüße, 東京 → 🚀 «ok»";
    expect(printable(text)).toBe(text);
  });

  it("holds no secret, wherever in a line it stands", () => {
    const { out, said } = terminal();
    const log = createLog("info", { out });
    log.info({ password: "hunter2", deep: { auth: ["hunter2"] }, url: "http://joe:hunter2@h" }, "--token hunter2");
    log.error({ err: new Error("GET http://joe:hunter2@host:1 failed") }, "heartbeat|x|http://joe:hunter2@host");
    expect(said()).not.toContain("hunter2");
    expect(said()).toContain("heartbeat|x|http://«redacted»@host");
  });

  it("is still JSON that says the same", () => {
    for (const text of HOSTILE) expect(JSON.parse(printableLines(`${JSON.stringify({ text })}\n`))).toEqual({ text });
  });
});
