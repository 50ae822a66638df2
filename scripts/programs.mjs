import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export const exe = process.platform === "win32" ? ".exe" : "";

/**
 * The first program of this name on PATH, or null.
 * @param {string} name
 */
export function findOnPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name + exe);
    if (folder && existsSync(path)) return path;
  }
  return null;
}
