import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { runCommands } from "./run-commands";
import { DEFAULTS, requestOf, type Settings } from "./settings";

const ORIGIN = "http://127.0.0.1:3000";
const settings: Settings = {
  ...DEFAULTS,
  service: "a/b c",
  policies: ["random", "rendezvous", "least-requests"],
  method: "POST",
  path: "/x?y='1'",
  headers: "Accept: text/plain\nX-A: it's",
  body: "two\nlines",
  timeoutMs: 900,
  retries: 0,
  ejection: false,
  seed: "7",
  key: "-k",
  datacenter: "fra",
};

/** The words that a shell makes of a command. */
function wordsOf(line: string): string[] {
  const script = `words() { printf '%s\\0' "$@"; }; words ${line}`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

const lineOf = (tool: string, wanted = settings) =>
  runCommands(ORIGIN, wanted).find((command) => command.tool === tool)?.line ?? "";

it("the command says everything that the run is set to", () => {
  expect(wordsOf(lineOf("npm"))).toEqual([
    ...["npm", "run", "send", "--", "a/b c", "--policy", "random", "--against", "rendezvous"],
    ...["--against", "least-requests", "--count", "500", "--concurrency", "8", "--per-second", "100"],
    ...["--method", "POST", "--path", "/x?y='1'", "--header", "Accept: text/plain", "--header", "X-A: it's"],
    ...["--body", "two\nlines", "--timeout", "900", "--retries", "0", "--no-ejection", "--seed", "7", "--key=-k"],
    ...["--datacenter", "fra", "--console", ORIGIN],
  ]);
});

it("curl sends what the page sends", () => {
  const words = wordsOf(lineOf("curl"));
  expect(words.at(-1)).toBe(`${ORIGIN}/api/v1/test-requests`);
  expect(JSON.parse(words[words.indexOf("-d") + 1] ?? "")).toEqual(requestOf(settings));
  const picks = wordsOf(lineOf("picks"));
  expect(JSON.parse(picks[picks.indexOf("-d") + 1] ?? "")).toEqual({
    ...{ service: "a/b c", policy: "random", count: 500, concurrency: 8, seed: 7, key: "-k", datacenter: "fra" },
  });
});

it("what only HTTP has is left out for other protocols", () => {
  const line = lineOf("npm", { ...settings, protocol: "tcp" });
  for (const option of ["--method", "--path", "--header", "--body"]) expect(line).not.toContain(option);
  expect(line).toContain("--protocol tcp");
});
