import { closeSync, existsSync, fsyncSync, openSync, rmSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The data of an etcd that has not led yet. One that ends in its first tenths of a second leaves a log behind that
 * names no member: whoever starts on it waits for a leader for ever (seen with 3.4 and 3.5). Until it has led nobody was
 * answered, so such data are begun anew; data that were there without a note are never touched.
 */
export interface FirstData {
  /** Before every start of etcd. */
  beforeLaunch(): Promise<void>;
  /** etcd leads: from now on its data are the registry. Before anybody may write. */
  onLeading(): void;
}

export function createFirstData(dataDir: string): FirstData {
  const data = join(dataDir, "member");
  // Beside the data, so that whoever moves them away, or puts others in their place, takes the note with them.
  const noteFile = join(dataDir, "has-not-led");
  return {
    async beforeLaunch() {
      if (existsSync(noteFile)) await rm(data, { recursive: true, force: true });
      else if (existsSync(data)) return;
      await writeFile(noteFile, "etcd has not led yet on these data\n", { mode: 0o600 });
    },
    onLeading() {
      if (!existsSync(noteFile)) return;
      rmSync(noteFile);
      // Also for a machine that loses its power: the note must not come back over data that lasted.
      const folder = openSync(dataDir, "r");
      try {
        fsyncSync(folder);
      } finally {
        closeSync(folder);
      }
    },
  };
}
