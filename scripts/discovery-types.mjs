/**
 * Declarations of `rollcall/discovery` for whoever installs it: our own paths (`@/…`) mean nothing in another project, and its
 * module resolution may want file names whole.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { root } from "./unpacked.mjs";

const SPECIFIER = /(from |import\()"((?:@\/|\.{1,2}\/)[^"]+)"/g;

export async function writeDiscoveryTypes(folder = join(root, "dist", "types")) {
  await rm(folder, { recursive: true, force: true });
  await emit(folder);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const file = join(folder, name);
    const text = await readFile(file, "utf8");
    await writeFile(
      file,
      text.replace(SPECIFIER, (_all, before, path) => `${before}"${whole(folder, file, path)}"`),
    );
  }
}

function whole(folder, file, path) {
  const target = path.startsWith("@/") ? join(folder, path.slice(2)) : join(dirname(file), path);
  if (!existsSync(`${target}.d.ts`)) throw new Error(`${file} names ${path}, of which there is no declaration`);
  const way = relative(dirname(file), target).replaceAll("\\", "/");
  return `${way.startsWith(".") ? way : `./${way}`}.js`;
}

function emit(folder) {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const flags = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--incremental", "false"];
  const project = join(root, "scripts", "discovery-types.json");
  return new Promise((resolve, reject) => {
    const args = [compiler, "-p", project, ...flags, "--outDir", folder, "--rootDir", root];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(said))));
  });
}
