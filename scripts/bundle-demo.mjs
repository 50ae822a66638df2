/**
 * The demo fleet's program, in one file with all it needs, and what V8 compiled of it beside: eighteen processes start
 * from it at once, and looking up two hundred modules and compiling them would cost each of them half of its start.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { demoFlags } from "./demo-flags.mjs";
import { root } from "./unpacked.mjs";

const DESCRIBES_FILES = /const descriptorList = .*\n\s*const bufferList = .*\n/;
const DESCRIBES_TYPES =
  /const (\w+) = \w+\.toDescriptor\('proto3'\);(\s*return \{[^}]*type: )\1\.\$type\.toObject\(\1, descriptorOptions\)/g;
const LOADS_PROTO = /loadSync\)\(`\$\{__dirname\}\/\.\.\/proto\/rpc\.proto`/;

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
    plugins: [
      { name: "etcd3-proto", setup: parseProto },
      { name: "no-descriptors", setup: describeNothing },
    ],
  });
  const { contents, hash } = outputFiles[0];
  const program = `demo-program.${createHash("sha256").update(hash).digest("hex").slice(0, 12)}.cjs`;
  const folder = dirname(demoProgram);
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, program), contents);
  const start = await readFile(join(root, "scripts", "demo-start.cjs"), "utf8");
  const draft = join(folder, `demo-start.${process.pid}.cjs`);
  await writeFile(draft, start.replace("PROGRAM", program));
  try {
    await promisify(execFile)(process.execPath, [...demoFlags, draft, "--compile"]);
    await rename(draft, demoProgram);
  } finally {
    await rm(draft, { force: true });
  }
  await removeOthers(folder, program);
}

/** Whole or not at all: another process may be starting from it. */
async function writeWhole(path, contents) {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

async function removeOthers(folder, program) {
  const old = (await readdir(folder)).filter((name) => name.startsWith("demo-program.") && !name.startsWith(program));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}

/** etcd3 parses etcd's protocol files at each start, which takes as long as all of Node's own: here it is done once. */
function parseProto(build) {
  build.onLoad({ filter: /etcd3[\\/]lib[\\/]connection-pool\.js$/ }, async ({ path }) => {
    const text = await readFile(path, "utf8");
    if (!LOADS_PROTO.test(text)) throw new Error(`${path} no longer loads its protocol as it did`);
    const { default: protobuf } = await import("protobufjs");
    // As etcd3 has it parsed: the rest of its options are taken at run time.
    const root = await new protobuf.Root().load(join(dirname(path), "..", "proto", "rpc.proto"), { keepCase: true });
    const parsed = JSON.stringify(root.toJSON());
    return { contents: text.replace(LOADS_PROTO, () => `fromJSON)(${parsed}`), loader: "js" };
  });
}

/** Descriptions of every message and file serve a server's reflection alone. Nobody asks for them here. */
function describeNothing(build) {
  build.onLoad({ filter: /proto-loader[\\/]build[\\/]src[\\/]index\.js$/ }, async ({ path }) => {
    const text = await readFile(path, "utf8");
    if (!DESCRIBES_FILES.test(text) || text.match(DESCRIBES_TYPES)?.length !== 2)
      throw new Error(`${path} no longer describes its messages as it did`);
    const contents = text.replace(DESCRIBES_FILES, "const bufferList = [];\n").replace(DESCRIBES_TYPES, "$2{}");
    return { contents, loader: "js" };
  });
}
