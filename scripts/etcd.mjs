#!/usr/bin/env node
/** Finds an etcd server to run, or fetches one. Plain Node without dependencies: it runs before they are installed. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const binDirectory = process.env.ROLLCALL_BIN_DIR || join(root, ".rollcall", "bin");
const suffix = process.platform === "win32" ? ".exe" : "";

/**
 * @typedef {{ server: string, control: string | null, version: string }} EtcdBinaries
 * Paths of `etcd` and, where it is beside it or on PATH, `etcdctl`; `version` like "3.5.16".
 */

/** Every etcd that can run here now, without fetching anything; the chosen order, each version once. */
export function installedEtcds() {
  const found = [];
  for (const server of candidates()) {
    const version = versionOf(server);
    if (version && !found.some((one) => one.version === version)) {
      found.push({ server, version, control: controlBeside(server) });
    }
  }
  return found;
}

function* candidates() {
  if (process.env.ROLLCALL_ETCD_BIN) yield resolve(process.env.ROLLCALL_ETCD_BIN);
  const onPath = findOnPath("etcd");
  if (onPath) yield onPath;
  yield* unpackedEtcds();
}

function* unpackedEtcds() {
  if (!existsSync(binDirectory)) return;
  for (const name of readdirSync(binDirectory).sort(byVersion)) {
    if (!/^etcd-\d+\.\d+\.\d+$/.test(name)) continue;
    const server = join(binDirectory, name, `etcd${suffix}`);
    if (existsSync(server)) yield server;
  }
}

/** Newest first. */
function byVersion(a, b) {
  return b.localeCompare(a, "en", { numeric: true });
}

/** @param {string} server */
export function versionOf(server) {
  try {
    const said = execFileSync(server, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    });
    return /etcd Version: (\d+\.\d+\.\d+)/.exec(said)?.[1] ?? null;
  } catch {
    return null;
  }
}

function controlBeside(server) {
  const beside = join(server, "..", `etcdctl${suffix}`);
  return existsSync(beside) ? beside : findOnPath("etcdctl");
}

/** @param {string} name */
export function findOnPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name + suffix);
    if (folder && existsSync(path)) return path;
  }
  return null;
}
