#!/usr/bin/env node
/** Builds what `npm start` runs: the pages (`next build` → .next) and the server (esbuild → dist). */
import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleDemo } from "./bundle-demo.mjs";
import { buildNote, hashSources } from "./checkout.mjs";
import { endsWithSetup } from "./children.mjs";
import { lastLines } from "./command.mjs";
import { writeDiscoveryTypes } from "./discovery-types.mjs";
import { SetupError, step } from "./step.mjs";
import { root } from "./unpacked.mjs";

export async function build() {
  const sources = hashSources();
  // Without its note a build that was interrupted does not count as one.
  await rm(join(root, buildNote), { force: true });
  await step("server: bundled", bundleServer);
  await step("demo fleet: bundled", bundleDemo);
  await step("rollcall/discovery: types written", () => writeDiscoveryTypes());
  await step("pages: built", buildPages);
  await writeFile(join(root, buildNote), `${JSON.stringify({ sources })}\n`);
}

/** One file each; packages stay outside and are found in node_modules. The paths of tsconfig.json are esbuild's too. */
async function bundleServer() {
  const { build: bundle } = await import("esbuild");
  await mkdir(join(root, "dist"), { recursive: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: {
      server: "server/index.ts",
      supervisor: "server/supervisor/main.ts",
      "lease-keeper": "server/registrations/lease-keeper-worker.ts",
      discovery: "lib/discovery/index.ts",
      fleet: "server/demo/alone.ts",
      gateway: "server/gateway/main.ts",
    },
    outdir: "dist",
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "silent",
  }).catch((error) => {
    throw new SetupError(`The server could not be bundled:\n${error.message}`, { cause: error });
  });
}

function buildPages() {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", FORCE_COLOR: "0" };
  return new Promise((resolve, reject) => {
    const child = endsWithSetup(
      spawn(process.execPath, [next, "build"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] }),
    );
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new SetupError(`The pages could not be built:\n${lastLines(said, 40)}`)),
    );
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  build().catch((error) => {
    process.stderr.write(`rollcall: ${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  });
}
