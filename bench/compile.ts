import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";

export const root = fileURLToPath(new URL("..", import.meta.url));
const names = [
  "load",
  "bare-watch",
  "bare-list",
  "clients",
  "owners",
  "node-proxies",
  "gateway-clients",
  "attackers",
] as const;
export type WorkerName = (typeof names)[number];

/** Bundles the workers to plain JavaScript, so that no loader works beside what is measured. */
export async function compileWorkers(): Promise<Record<WorkerName, string>> {
  const outdir = join(root, "dist", "bench");
  await build({
    entryPoints: names.map((name) => join(root, "bench", "workers", `${name}.ts`)),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    tsconfig: join(root, "tsconfig.json"),
  });
  await stop();
  const path = (name: WorkerName) => join(outdir, `${name}.mjs`);
  return {
    load: path("load"),
    "bare-watch": path("bare-watch"),
    "bare-list": path("bare-list"),
    clients: path("clients"),
    owners: path("owners"),
    "node-proxies": path("node-proxies"),
    "gateway-clients": path("gateway-clients"),
    attackers: path("attackers"),
  };
}
