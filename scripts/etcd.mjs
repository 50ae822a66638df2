#!/usr/bin/env node
/**
 * Finds an etcd server to run, or fetches one: ROLLCALL_ETCD_BIN, PATH, what was unpacked before, the official
 * release, the distribution's package. Plain Node without dependencies: it runs before they are installed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { debianSuite, hasApt, unpackPackages } from "./apt.mjs";
import { fetchRelease, releaseVersion } from "./etcd-release.mjs";
import { exe, findOnPath } from "./programs.mjs";
import { SetupError, say, step } from "./step.mjs";
import { binDirectory, installFolder } from "./unpacked.mjs";

/**
 * @typedef {{ server: string, control: string | null, version: string }} EtcdBinaries
 * Paths of `etcd` and, where it is beside it or on PATH, `etcdctl`; `version` like "3.5.16".
 */

const releaseFolder = join(binDirectory, `etcd-release-${releaseVersion}`);
const distributionFolder = join(binDirectory, "etcd-distribution");
/** Two suites of Debian whose etcd differ; the one that is not the system's is a second version for the tests. */
const debianSuites = ["trixie", "bookworm"];
const suiteFolder = (suite) => join(binDirectory, `etcd-debian-${suite}`);

/** @returns {EtcdBinaries | null} */
function at(folder) {
  const server = join(folder, `etcd${exe}`);
  return existsSync(server) ? asBinaries(server) : null;
}

/** @returns {EtcdBinaries | null} */
function asBinaries(server) {
  const version = versionOf(server);
  if (!version) return null;
  const beside = join(server, "..", `etcdctl${exe}`);
  return { server, version, control: existsSync(beside) ? beside : findOnPath("etcdctl") };
}

/** @param {string} server */
function versionOf(server) {
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

/** The etcd that the product runs, where one is here already. */
export function findEtcd() {
  const named = process.env.ROLLCALL_ETCD_BIN;
  if (named) {
    const binaries = asBinaries(resolve(named));
    if (binaries) return binaries;
    throw new SetupError(
      `ROLLCALL_ETCD_BIN=${named} is no etcd that runs here. Name the server's executable, or unset it.`,
    );
  }
  const onPath = process.env.ROLLCALL_IGNORE_INSTALLED ? null : findOnPath("etcd");
  return (onPath && asBinaries(onPath)) || at(releaseFolder) || at(distributionFolder);
}

/** Every etcd that can run here now, without fetching anything: the product's first, each version once. */
export function installedEtcds() {
  const first = findEtcd();
  const all = [
    first,
    at(releaseFolder),
    at(distributionFolder),
    ...debianSuites.map((suite) => at(suiteFolder(suite))),
  ];
  return all.filter((one, index) => one && all.findIndex((other) => other?.version === one.version) === index);
}

const noteFile = join(binDirectory, "etcd.json");

/** Whether the etcd to run is here and noted for the console: then nothing is to be done. */
export function etcdIsNoted() {
  const found = findEtcd();
  try {
    return found !== null && readFileSync(noteFile, "utf8") === noteOf(found);
  } catch {
    return false;
  }
}

function noteOf(binaries) {
  return `${JSON.stringify(binaries)}\n`;
}

/** The product's etcd; fetched where none is here. Says a line only for what it does. */
export async function ensureEtcd() {
  const found = findEtcd();
  const binaries = found ?? (await fetchEtcd());
  await mkdir(binDirectory, { recursive: true });
  await writeFile(noteFile, noteOf(binaries));
  return binaries;
}

async function fetchEtcd() {
  const refusals = [];
  try {
    await step(`etcd ${releaseVersion}: downloading the official release`, () => fetchRelease(releaseFolder));
    const binaries = at(releaseFolder);
    if (binaries) return binaries;
    refusals.push(`the released etcd ${releaseVersion} does not run here`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    refusals.push(`official release: ${error.message}`);
    if (hasApt()) say(`etcd ${releaseVersion}: ${error.message}; trying the distribution's package`);
  }
  try {
    await step("etcd: unpacking the distribution's package", () => unpackEtcd(distributionFolder));
    const binaries = at(distributionFolder);
    if (binaries) return binaries;
    refusals.push("the distribution's etcd does not run here");
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    refusals.push(`distribution's package: ${error.message}`);
  }
  throw new SetupError(
    `No etcd is here and none could be fetched.\n  ${refusals.join("\n  ")}\n` +
      "Install etcd 3.4 or later so that it is on PATH, or name it with ROLLCALL_ETCD_BIN=/path/to/etcd, " +
      "or point Rollcall at a running one with ETCD_ENDPOINTS=http://host:2379.",
  );
}

async function unpackEtcd(folder, suite) {
  await installFolder(folder, async (draft) => {
    const unpacked = join(draft, "unpacked");
    await unpackPackages(["etcd-server", "etcd-client"], unpacked, suite ? { suite } : {});
    for (const name of ["etcd", "etcdctl"]) await copyFile(join(unpacked, "usr", "bin", name), join(draft, name));
    await rm(unpacked, { recursive: true });
  });
}

/**
 * What the tests want: the product's etcd with an etcdctl, the distribution's, and a second version. Only the first
 * is a must; what cannot be had costs one line.
 */
export async function ensureTestEtcds() {
  const first = await ensureEtcd();
  const suite = debianSuite();
  if (suite && hasApt()) {
    if (!at(distributionFolder)) await optional("the distribution's etcd", () => unpackEtcd(distributionFolder));
    const other = debianSuites.find((one) => one !== suite && !at(suiteFolder(one)));
    if (other && !debianSuites.some((one) => one !== suite && at(suiteFolder(one)))) {
      await optional(`a second version of etcd, of Debian ${other}`, () => unpackEtcd(suiteFolder(other), other));
    }
  }
  if (!first.control && !installedEtcds().some((one) => one.control)) {
    throw new SetupError("The tests want etcdctl, which is neither beside etcd nor on PATH. Install it and try again.");
  }
  return installedEtcds();
}

async function optional(what, fetch) {
  try {
    await step(`for the tests, ${what}`, fetch);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`for the tests, ${what}: not to be had, going on without (${error.message.split("\n")[0]})`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    const all = process.argv.includes("--for-tests") ? await ensureTestEtcds() : [await ensureEtcd()];
    for (const one of all) say(`etcd ${one.version} at ${one.server}`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`rollcall: ${error.message}\n`);
    process.exitCode = 1;
  }
}
