import { fileURLToPath } from "node:url";

/** The fleet's program: beside the server's bundle in production; bundled on demand in development and in tests. */
export async function programPath(): Promise<string> {
  if (!import.meta.url.endsWith(".ts")) return fileURLToPath(new URL("demo-service.cjs", import.meta.url));
  const { bundleDemo, demoProgram } = await import("../../scripts/bundle-demo.mjs");
  await bundleDemo();
  return demoProgram;
}

/** A process of the fleet needs little, and there are eighteen of them. */
export const NODE_FLAGS = ["--max-semi-space-size=1", "--max-old-space-size=64", "--v8-pool-size=1", "--no-warnings"];
