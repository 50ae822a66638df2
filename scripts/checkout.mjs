/** What is fresh and what is not: installed dependencies against the lockfile, the build against its sources. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./unpacked.mjs";

/**
 * npm leaves a lockfile of what it installed, as its last act: dependencies are fresh where it holds every package
 * that this system wants. Somebody's own `npm install` counts as well as ours.
 */
export function dependenciesAreFresh(folder = root) {
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const installed = packagesOf(join(folder, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, one]) => {
    if (path === "" || one.optional) return true;
    const here = installed[path];
    return here?.version === one.version && here?.integrity === one.integrity && here?.link === one.link;
  });
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, "utf8")).packages;
  } catch {
    return null;
  }
}

const sourceFolders = ["app", "components", "lib", "server", "public"];
const sourceFiles = [
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
  "package-lock.json",
  "scripts/build.mjs",
  "scripts/bundle-demo.mjs",
  "scripts/demo-flags.mjs",
  "scripts/demo-start.cjs",
  "scripts/discovery-types.mjs",
  "scripts/discovery-types.json",
];
const notBuilt = /\.(test|spec|testing)\.tsx?$|\.fixture\.json$|(^|\/)(testing|fixtures)\//;

/** A hash over the names and contents of everything that goes into the build. */
export function hashSources(folder = root) {
  const hash = createHash("sha256").update(process.version);
  for (const path of [...sourceFolders.flatMap((name) => filesUnder(folder, name)), ...sourceFiles].sort()) {
    const file = join(folder, path);
    if (notBuilt.test(path) || !existsSync(file)) continue;
    hash.update(`\0${path}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function filesUnder(folder, name) {
  const top = join(folder, name);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, encoding: "utf8" })
    .map((path) => join(name, path).replaceAll("\\", "/"))
    .filter((path) => statSync(join(folder, path)).isFile());
}

const buildNote = join("dist", "build.json");
const buildResults = [
  "dist/server.js",
  "dist/supervisor.js",
  "dist/lease-keeper.js",
  "dist/discovery.js",
  "dist/types/lib/discovery/index.d.ts",
  "dist/demo-service.cjs",
  ".next/BUILD_ID",
];

export function buildIsFresh(folder = root) {
  if (!buildResults.every((path) => existsSync(join(folder, path)))) return false;
  try {
    return JSON.parse(readFileSync(join(folder, buildNote), "utf8")).sources === hashSources(folder);
  } catch {
    return false;
  }
}

export { buildNote };
