/** Where set-up puts the programs that it fetches. The system is never touched. */
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const binDirectory = process.env.ROLLCALL_BIN_DIR || join(root, ".rollcall", "bin");

/**
 * Fills a folder beside the final one and renames it: an interrupted or a second set-up never leaves half of it.
 * @param {string} folder
 * @param {(draft: string) => Promise<void>} fill
 */
export async function installFolder(folder, fill) {
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    await fill(draft);
    await chmod(draft, 0o755);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {Map<string, Buffer>} files executables by name
 */
export async function installFiles(folder, files) {
  await installFolder(folder, async (draft) => {
    for (const [name, bytes] of files) await writeFile(join(draft, name), bytes, { mode: 0o755 });
  });
}
