import { readFileSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";

/** The lock's owner. A process id alone comes back for another program; with its start time it does not. */
interface Owner {
  pid: number;
  startedAt: string;
}

export class DataDirInUse extends Error {
  override readonly name = "DataDirInUse";
}

/**
 * One console a data directory. The lock of a console that is gone (also by kill -9) is taken over. Resolves to the
 * way to give it back; rejects with `DataDirInUse`.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = `${dataDir}/console.lock`;
  const mine: Owner = { pid: process.pid, startedAt: startOf(process.pid) };
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      // A hard link is made whole or not at all, and never over another.
      if (await linked(draft, path)) return () => rm(path, { force: true });
      const owner = await ownerOf(path);
      if (owner && startOf(owner.pid) === owner.startedAt) {
        throw new DataDirInUse(
          `Another Rollcall (process ${owner.pid}) uses the data directory ${dataDir}. ` +
            "Stop it, or give this one a directory of its own with ROLLCALL_DATA_DIR.",
        );
      }
      await rm(path, { force: true });
    }
    throw new DataDirInUse(`The data directory ${dataDir} is being taken by another Rollcall. Try again.`);
  } finally {
    await rm(draft, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function ownerOf(path: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Owner;
  } catch {
    return null;
  }
}

/** When a process began, in the system's own count; "" where it is gone. Elsewhere than on Linux: only that it lives. */
function startOf(pid: number): string {
  try {
    if (process.platform !== "linux") {
      process.kill(pid, 0);
      return "alive";
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? "" : (rest[18] ?? "");
  } catch {
    return "";
  }
}
