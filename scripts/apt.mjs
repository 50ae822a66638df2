/**
 * Debian's packages, downloaded and unpacked into a folder: nothing is installed and no list of the system is
 * changed, so this works for anybody, not only root.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./command.mjs";
import { findOnPath } from "./programs.mjs";
import { SetupError } from "./step.mjs";

const quick = ["-o", "Acquire::http::Timeout=15", "-o", "Acquire::https::Timeout=15", "-o", "Acquire::Retries=1"];
const quiet = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };

/** Never the C library: it fits only the loader that the system starts programs with. */
const unpackable = /^(?!libc6_|libc-bin_).*\.deb$/;

export function hasApt() {
  return findOnPath("apt-get") !== null && findOnPath("dpkg-deb") !== null;
}

/**
 * Unpacks packages into `folder`: of this system's own suite, or of another suite of the same distribution.
 * @param {readonly string[]} packages
 * @param {string} folder
 * @param {{ suite?: string, withMissingDependencies?: boolean, ignoreInstalled?: boolean }} [options]
 *   `ignoreInstalled`: as if the system had none of the dependencies
 */
export async function unpackPackages(packages, folder, options = {}) {
  if (!hasApt()) throw new SetupError("there is no apt-get here");
  await inScratch(async (scratch) => {
    if (options.suite) {
      const own = await foreignSuite(scratch, options.suite);
      await run("apt-get", [...own, "update"], { env: quiet, timeoutMs: 120_000 });
      await fetchPackages(packages, scratch, own, options);
    } else {
      // The system's lists may be absent or older than the mirror: then lists of our own, for this once.
      await fetchPackages(packages, scratch, quick, options).catch(async () => {
        const own = await ownLists(scratch);
        await run("apt-get", [...own, "update"], { env: quiet, timeoutMs: 120_000 });
        await fetchPackages(packages, scratch, own, options);
      });
    }
    const files = (await readdir(join(scratch, "debs"))).filter((name) => unpackable.test(name));
    if (files.length === 0) throw new SetupError(`apt-get found no ${packages.join(", ")}`);
    await mkdir(folder, { recursive: true });
    for (const file of files) await run("dpkg-deb", ["-x", join(scratch, "debs", file), folder]);
  });
}

async function fetchPackages(packages, scratch, options, { withMissingDependencies = false, ignoreInstalled = false }) {
  const debs = join(scratch, "debs");
  if (ignoreInstalled) await writeFile(join(scratch, "status"), "");
  const status = ignoreInstalled ? ["-o", `Dir::State::status=${join(scratch, "status")}`] : [];
  const command = withMissingDependencies
    ? [
        "-o",
        "Debug::NoLocking=1",
        "-o",
        `Dir::Cache::archives=${debs}`,
        "install",
        "-y",
        "--download-only",
        "--no-install-recommends",
      ]
    : ["download"];
  await run("apt-get", [...options, ...status, ...command, ...packages], { cwd: debs, env: quiet, timeoutMs: 600_000 });
}

async function inScratch(use) {
  const scratch = await mkdtemp(join(tmpdir(), "rollcall-apt-"));
  try {
    await mkdir(join(scratch, "debs", "partial"), { recursive: true });
    await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The system's sources and keys, lists of our own. */
async function ownLists(scratch) {
  await mkdir(join(scratch, "lists", "partial"), { recursive: true });
  await mkdir(join(scratch, "cache"), { recursive: true });
  const options = { "Dir::State::lists": join(scratch, "lists"), "Dir::Cache": join(scratch, "cache") };
  const flags = Object.entries({ ...options, "Acquire::Languages": "none", "Debug::NoLocking": "1" });
  return [...quick, ...flags.flatMap(([name, value]) => ["-o", `${name}=${value}`])];
}

/** Another suite from the mirror that this system itself uses, with the keys that it trusts. */
async function foreignSuite(scratch, suite) {
  const mirror = debianMirror();
  if (!mirror) throw new SetupError("this system's package sources name no Debian mirror");
  const list = join(scratch, "suite.list");
  await writeFile(list, `deb ${mirror.signedBy ? `[signed-by=${mirror.signedBy}] ` : ""}${mirror.uri} ${suite} main\n`);
  const flags = { "Dir::Etc::sourcelist": list, "Dir::Etc::sourceparts": "-" };
  return [
    ...(await ownLists(scratch)),
    ...Object.entries(flags).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
  ];
}

/** The code name of this Debian ("bookworm"), null on anything else. */
export function debianSuite() {
  if (!existsSync("/etc/os-release")) return null;
  const release = readFileSync("/etc/os-release", "utf8");
  if (!/^ID="?debian"?$/m.test(release)) return null;
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(release)?.[1] ?? null;
}

function debianMirror() {
  const suite = debianSuite();
  if (!suite) return null;
  for (const text of sourceTexts()) {
    for (const stanza of text.split(/\n\s*\n/)) {
      const field = (name) => new RegExp(`^${name}:\\s*(\\S.*)$`, "im").exec(stanza)?.[1]?.trim();
      const uri = field("URIs")?.split(/\s+/)[0];
      const signedBy = field("Signed-By");
      if (uri && field("Suites")?.split(/\s+/).includes(suite))
        return { uri, signedBy: signedBy?.startsWith("/") ? signedBy : null };
    }
    const line = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s/gm;
    for (const [, flags, uri, name] of text.matchAll(line)) {
      if (name === suite) return { uri, signedBy: /signed-by=(\S+)/.exec(flags ?? "")?.[1] ?? null };
    }
  }
  return null;
}

function* sourceTexts() {
  const parts = "/etc/apt/sources.list.d";
  if (existsSync("/etc/apt/sources.list")) yield readFileSync("/etc/apt/sources.list", "utf8");
  if (!existsSync(parts)) return;
  for (const name of readdirSync(parts)) {
    if (/\.(list|sources)$/.test(name)) yield readFileSync(join(parts, name), "utf8");
  }
}
