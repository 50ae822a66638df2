import { fileURLToPath } from "node:url";

/** The fleet's program: beside the server's bundle in production; bundled on demand in development and in tests. */
export async function programPath(): Promise<string> {
  if (!import.meta.url.endsWith(".ts")) return fileURLToPath(new URL("demo-service.cjs", import.meta.url));
  const { bundleDemo, demoProgram } = await import("../../scripts/bundle-demo.mjs");
  await bundleDemo();
  return demoProgram;
}
