/**
 * The demo fleet's program, in one file with all it needs: eighteen processes start from it at once, and looking up
 * two hundred modules would cost each of them a third of its start.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./unpacked.mjs";

const THERE = /`\$\{__dirname\}\/\.\.\/proto\/rpc\.proto`/;
const HERE = '__dirname + "/../node_modules/etcd3/proto/rpc.proto"';

/** Where the bundle lies: beside the server's, because it finds etcd's protocol relative to itself. */
export const demoProgram = join(root, "dist", "demo-service.cjs");

export async function bundleDemo() {
  const { build: bundle } = await import("esbuild");
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: ["server/demo/program.ts"],
    outfile: demoProgram,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: true,
    keepNames: true,
    sourcemap: false,
    logLevel: "silent",
    write: false,
    plugins: [{ name: "etcd3-proto", setup: findProto }],
  });
  // Whole or not at all: another process may be starting from it.
  const draft = `${demoProgram}.${process.pid}`;
  await mkdir(dirname(demoProgram), { recursive: true });
  await writeFile(draft, outputFiles[0].contents);
  await rename(draft, demoProgram);
}

function findProto(build) {
  build.onLoad({ filter: /etcd3[\\/]lib[\\/]connection-pool\.js$/ }, async ({ path }) => {
    const text = await readFile(path, "utf8");
    if (!THERE.test(text)) throw new Error(`${path} no longer names its proto file as it did`);
    return { contents: text.replace(THERE, () => HERE), loader: "js" };
  });
}
