import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "@/server/config/config";
import { StartError } from "@/server/config/start-error";

/** `given`: by ROLLCALL_SECRET · `kept`: in the data directory · `passing`: in memory only, because nothing can be written there. */
export interface RecordSecret {
  secret: string;
  from: "given" | "kept" | "passing";
}

export const LEAST_SECRET_LENGTH = 32;
const FILE = "secret";

/** The secret that authenticates what consoles keep in etcd: the configured one, else one made in the data directory. */
export function recordSecret({ secret, dataDir }: Pick<Config, "secret" | "dataDir">, log: Logger): RecordSecret {
  const known = knownSecret({ secret, dataDir });
  if (known) return known;
  const made = randomBytes(32).toString("base64url");
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // Another process that starts at the same moment may have made it: the first one counts.
    writeFileSync(fileIn(dataDir), `${made}\n`, { mode: 0o600, flag: "wx" });
  } catch (err) {
    const first = codeOf(err) === "EEXIST" ? knownSecret({ secret, dataDir }) : null;
    if (first) return first;
    log.warn(
      { err },
      "No secret can be kept in the data directory: what this console writes does not verify after its end. Set ROLLCALL_SECRET.",
    );
    return { secret: made, from: "passing" };
  }
  return { secret: made, from: "kept" };
}

/** Null where none is configured and none was made yet. Makes none. */
export function knownSecret({ secret, dataDir }: Pick<Config, "secret" | "dataDir">): RecordSecret | null {
  if (secret !== null) return { secret, from: "given" };
  const file = fileIn(dataDir);
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
    chmodSync(file, 0o600);
  } catch (err) {
    if (codeOf(err) === "ENOENT" || codeOf(err) === "ENOTDIR") return null;
    throw new StartError(
      `${file} holds the secret of this console's records and cannot be read (${codeOf(err)}). Start the console as the user who owns it, name another data directory with ROLLCALL_DATA_DIR, or give the secret as ROLLCALL_SECRET.`,
    );
  }
  if (text.length < LEAST_SECRET_LENGTH)
    throw new StartError(
      `${file} holds no secret of ${LEAST_SECRET_LENGTH} characters: put the old one back, or remove the file to have a new one made.`,
    );
  return { secret: text, from: "kept" };
}

function fileIn(dataDir: string): string {
  return join(dataDir, FILE);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
