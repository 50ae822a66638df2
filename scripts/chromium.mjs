#!/usr/bin/env node
/**
 * Finds a Chromium for the tests, or fetches one: ROLLCALL_CHROMIUM, Playwright's own, an installed one, what was
 * unpacked before, the distribution's package (unpacked beside the checkout; where that does not run and we are
 * root, installed).
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { hasApt, unpackPackages } from "./apt.mjs";
import { run } from "./command.mjs";
import { findOnPath } from "./programs.mjs";
import { SetupError, say, step } from "./step.mjs";
import { binDirectory, installFolder, root } from "./unpacked.mjs";

const unpackedFolder = join(binDirectory, "chromium");
const unpackedProgram = join(unpackedFolder, "chromium");
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = {
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].flatMap((name) =>
    process.env[name] ? [join(process.env[name], "Google", "Chrome", "Application", "chrome.exe")] : [],
  ),
};

/** What headless Chromium wants here: no sandbox for root, and no calls home, which a closed network would refuse. */
export const launchArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path of one that is here already, or null. */
export function findChromium() {
  const named = process.env.ROLLCALL_CHROMIUM;
  if (named) {
    if (existsSync(named)) return resolve(named);
    throw new SetupError(`ROLLCALL_CHROMIUM=${named} is not there. Name a Chromium or Chrome, or unset it.`);
  }
  return playwrights() ?? (process.env.ROLLCALL_IGNORE_INSTALLED ? null : installed()) ?? unpacked();
}

/** Playwright's own download, of the revision that its package wants. */
function playwrights() {
  try {
    const path = createRequire(join(root, "package.json"))("@playwright/test").chromium.executablePath();
    return path && existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function installed() {
  for (const name of names) {
    const path = findOnPath(name);
    if (path) return path;
  }
  return elsewhere[process.platform]?.find((path) => existsSync(path)) ?? null;
}

function unpacked() {
  return existsSync(unpackedProgram) ? unpackedProgram : null;
}

/** Says a line only for what it does. Resolves to the path. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const refusals = [];
  if (process.platform === "linux" && hasApt()) {
    try {
      await step("Chromium for the tests: unpacking the distribution's package", unpack);
      return unpackedProgram;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      refusals.push(`unpacked: ${error.message}`);
    }
    if (process.getuid?.() === 0 && !process.env.ROLLCALL_IGNORE_INSTALLED) {
      say(`Chromium for the tests: ${refusals[0]?.split("\n")[0]}; installing the package`);
      try {
        await step("Chromium for the tests: installing the distribution's package", install);
        const path = installed();
        if (path) return path;
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        refusals.push(`installed: ${error.message}`);
      }
    }
  } else refusals.push("this system has no apt-get, the only way that set-up knows to fetch one");
  throw new SetupError(
    `The tests want a Chromium, and none is here.\n  ${refusals.join("\n  ")}\n` +
      "Install Chromium or Chrome, or run `npx playwright install chromium`, or name one with ROLLCALL_CHROMIUM=/path/to/chromium.",
  );
}

/** The package with every library that this system lacks, and a program beside them that finds those. */
async function unpack() {
  await installFolder(unpackedFolder, async (draft) => {
    const system = join(draft, "root");
    await unpackPackages(["chromium", "fonts-liberation"], system, {
      withMissingDependencies: true,
      ignoreInstalled: Boolean(process.env.ROLLCALL_IGNORE_INSTALLED),
    });
    await writeFile(join(draft, "fonts.conf"), fontsConf);
    await writeFile(join(draft, "chromium"), wrapper(libraryFolders(system)));
    await chmod(join(draft, "chromium"), 0o755);
    await tryOut(join(draft, "chromium"));
  });
}

/** Where the system's linker would look, as paths inside the unpacked system; pulseaudio's library has a place of its own. */
function libraryFolders(system) {
  return ["lib", "usr/lib"].flatMap((top) => {
    if (!existsSync(join(system, top))) return [];
    const inside = readdirSync(join(system, top)).filter((name) => name.endsWith("-linux-gnu"));
    return [top, ...inside.flatMap((name) => [`${top}/${name}`, `${top}/${name}/nss`, `${top}/${name}/pulseaudio`])];
  });
}

function wrapper(folders) {
  const path = folders.map((folder) => `$here/root/${folder}`).join(":");
  return `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export LD_LIBRARY_PATH="${path}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/root/usr/lib/chromium/chromium" "$@"
`;
}

/** Read where the system has no fontconfig of its own; relative folders are relative to this file. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">root/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** Renders a page: a Chromium that lacks a library ends here, not in the middle of the tests. */
async function tryOut(program) {
  const profile = await mkdtemp(join(tmpdir(), "rollcall-chromium-"));
  try {
    const flags = ["--headless", ...launchArgs, `--user-data-dir=${profile}`, "--dump-dom"];
    const dom = await run(program, [...flags, "data:text/html,<p>roll<b>call</b></p>"], { timeoutMs: 60_000 });
    if (!dom.includes("roll<b>call</b>")) throw new SetupError(`Chromium rendered ${dom.slice(0, 200) || "nothing"}`);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

async function install() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const command = ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"];
  await run("apt-get", command, { env, timeoutMs: 900_000 }).catch(async () => {
    await run("apt-get", ["update"], { env });
    await run("apt-get", command, { env, timeoutMs: 900_000 });
  });
  execFileSync("chromium", ["--version"], { stdio: "ignore" });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    say(`Chromium at ${await ensureChromium()}`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`rollcall: ${error.message}\n`);
    process.exitCode = 1;
  }
}
