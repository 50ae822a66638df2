#!/usr/bin/env node
/** Runs the built console, or the gateway where it is named, in this very process: signals, exit code and kill -9 are its own. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import "./prepared.mjs";
import "./end-with-npm.mjs";
import { root } from "./unpacked.mjs";

const program = process.argv[2] === "gateway" ? "gateway.js" : "server.js";
const server = join(root, "dist", program);
if (existsSync(server)) {
  process.chdir(root);
  Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  await import(pathToFileURL(server).href);
} else {
  process.stderr.write("rollcall: the console is not built yet: run `npm run build` first.\n");
  process.exitCode = 1;
}
