#!/usr/bin/env node
/**
 * Runs before `npm start`, `gateway`, `dev`, `test` and `bench` and makes a fresh clone ready for it: dependencies, build, etcd,
 * and Chromium for tests. No prompt, a line for each thing it does and none for what is there already. Plain Node:
 * it runs before anything is installed.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildIsFresh, dependenciesAreFresh } from "./checkout.mjs";
import { endsWithSetup } from "./children.mjs";
import { lastLines } from "./command.mjs";
import { refusalOf } from "./node-version.mjs";
import "./end-with-npm.mjs";
import { lockSetup } from "./setup-lock.mjs";
import { SetupError, step } from "./step.mjs";
import { root } from "./unpacked.mjs";

const modes = {
  start: { build: true, etcd: "product", chromium: false },
  dev: { build: false, etcd: "product", chromium: false },
  test: { build: true, etcd: "tests", chromium: true },
  bench: { build: true, etcd: "tests", chromium: true },
};

/** @param {string | undefined} mode */
export async function prepare(mode) {
  const wants = modes[mode ?? ""];
  if (!wants) throw new SetupError(`prepare.mjs wants one of ${Object.keys(modes).join(", ")}, not "${mode ?? ""}"`);
  wantNode();
  // Where nothing is missing nothing is written: a checkout that only may be read runs, too.
  if (await isReady(wants)) return;
  try {
    await makeReady(wants);
  } catch (error) {
    throw unwritable(error) ?? error;
  }
}

async function isReady(wants) {
  if (wants.etcd === "tests" || wants.chromium) return false;
  if (!dependenciesAreFresh() || (wants.build && !buildIsFresh())) return false;
  return Boolean(process.env.ETCD_ENDPOINTS) || (await import("./etcd.mjs")).etcdIsNoted();
}

/** What the system refused to write, as a sentence; null for any other error. */
function unwritable(error) {
  const why = {
    EACCES: "this user may not write there",
    EPERM: "this user may not write there",
    EROFS: "it is read-only",
    ENOSPC: "its disk is full",
    ENOTDIR: "a file stands where a folder has to be",
    EEXIST: "a file stands where a folder has to be",
  }[error?.code];
  if (!why || error.syscall === undefined) return null;
  return new SetupError(
    `${error.path ?? root} cannot be written: ${why}. The first start builds the console in ${root}: ` +
      "do that once as a user who may write there (npm run build). Afterwards only its data have to be written; " +
      "ROLLCALL_DATA_DIR names another folder for them.",
    { cause: error },
  );
}

async function makeReady(wants) {
  const release = await lockSetup();
  try {
    if (!dependenciesAreFresh()) await step("dependencies: installed from the lockfile", installDependencies);
    if (wants.build && !buildIsFresh()) await (await import("./build.mjs")).build();
    const etcd = await import("./etcd.mjs");
    if (wants.etcd === "tests") await etcd.ensureTestEtcds();
    else if (!process.env.ETCD_ENDPOINTS) await etcd.ensureEtcd();
    if (wants.chromium) await (await import("./chromium.mjs")).ensureChromium();
  } finally {
    release();
  }
}

function wantNode() {
  const refusal = refusalOf(process.versions.node);
  if (refusal) throw new SetupError(refusal);
}

async function installDependencies() {
  // npm names itself to its scripts; where this runs without npm around it, the one on PATH serves.
  const own = process.env.npm_execpath;
  const [program, first] = own ? [process.execPath, [own]] : [process.platform === "win32" ? "npm.cmd" : "npm", []];
  const flags = ["ci", "--include=dev", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const { status, said } = await new Promise((resolve) => {
    const child = endsWithSetup(
      spawn(program, [...first, ...flags], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
        shell: !own && process.platform === "win32",
      }),
    );
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    child.once("error", (error) => resolve({ status: null, said: error.message }));
    child.once("close", (code) => resolve({ status: code, said }));
  });
  if (status === 0) return;
  throw new SetupError(
    `The dependencies could not be installed: \`npm ci\` in ${join(root, ".")} said\n${lastLines(said)}`,
  );
}

/** Runs it, and ends with a sentence where it cannot be done. Whether it was. */
export async function prepareOrSay(mode) {
  try {
    await prepare(mode);
    return true;
  } catch (error) {
    process.stderr.write(`rollcall: ${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exitCode = 1;
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await prepareOrSay(process.argv[2]);
