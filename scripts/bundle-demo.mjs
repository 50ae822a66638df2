/**
 * The demo fleet's program, in one file with all it needs: eighteen processes start from it at once, and looking up
 * two hundred modules would cost each of them a third of its start.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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
  // Whole or not at all: another process may be starting from it.
  const draft = `${demoProgram}.${process.pid}`;
  await mkdir(dirname(demoProgram), { recursive: true });
  await writeFile(draft, outputFiles[0].contents);
  await rename(draft, demoProgram);
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
