/** One set-up at a time in a checkout: a second one waits for the first, and then finds everything done. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "./step.mjs";
import { root } from "./unpacked.mjs";

/** @returns {Promise<() => void>} gives it back; so does the end of the process */
export async function lockSetup(folder = join(root, ".rollcall")) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "setup.lock");
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  const release = () => {
    if (ownerOf(path) === process.pid) rmSync(path, { force: true });
  };
  try {
    for (let told = false; !take(draft, path); ) {
      const owner = ownerOf(path);
      if (owner === null || !isAlive(owner)) {
        rmSync(path, { force: true });
        continue;
      }
      if (!told) say(`another set-up (process ${owner}) is at work in this checkout; waiting for it`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    rmSync(draft, { force: true });
  }
  process.once("exit", release);
  return release;
}

/** A hard link is made whole or not at all, and never over another. */
function take(draft, path) {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function ownerOf(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
