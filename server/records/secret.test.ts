import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLog } from "@/server/log/log";
import { knownSecret, recordSecret } from "./secret";

const log = createLog("silent");
let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), "rollcall-secret-")), "data");
});
afterEach(() => rmSync(join(dataDir, ".."), { recursive: true, force: true }));

it("is made once in the data directory, for nobody else to read, and found there by the next start and by a gateway", () => {
  expect(knownSecret({ secret: null, dataDir })).toBeNull();
  expect(existsSync(dataDir)).toBe(false);
  const made = recordSecret({ secret: null, dataDir }, log);
  expect(made.from).toBe("kept");
  expect(made.secret.length).toBeGreaterThan(40);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
  expect(recordSecret({ secret: null, dataDir }, log)).toEqual(made);
  chmodSync(join(dataDir, "secret"), 0o644);
  expect(knownSecret({ secret: null, dataDir })).toEqual(made);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
});

it("is the one that is given, and then none is made", () => {
  const secret = "given by the environment, 32 characters";
  expect(recordSecret({ secret, dataDir }, log)).toEqual({ secret, from: "given" });
  expect(existsSync(dataDir)).toBe(false);
});

it("is not taken from a file that was cut short, and none is made over it", () => {
  recordSecret({ secret: null, dataDir }, log);
  writeFileSync(join(dataDir, "secret"), "short");
  expect(() => recordSecret({ secret: null, dataDir }, log)).toThrow(/holds no secret of 32 characters/);
  expect(readFileSync(join(dataDir, "secret"), "utf8")).toBe("short");
});

// A checkout that another user had started said only that the file cannot be read.
it("says what to do where the file cannot be read", () => {
  mkdirSync(join(dataDir, "secret"), { recursive: true });
  expect(() => recordSecret({ secret: null, dataDir }, log)).toThrow(
    /cannot be read \(EISDIR\)\..*ROLLCALL_DATA_DIR.*ROLLCALL_SECRET/,
  );
});

it("passes with the process where nothing can be kept", () => {
  writeFileSync(dataDir, "a file where the directory should be");
  const made = recordSecret({ secret: null, dataDir }, log);
  expect([made.from, made.secret.length > 40]).toEqual(["passing", true]);
});
