import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "../server/testing/leftovers";
import { writeDiscoveryTypes } from "./discovery-types.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

const CONSUMER = `
import { discover, EtcdError, listenFrom, register, type Registration } from "rollcall/discovery";

const registration: Registration = register({ etcd: "http://127.0.0.1:2379", service: "web", host: "10.0.0.1", port: 80 });
registration.onState((state) => {
  if (state.kind === "unconfirmed") console.log(state.error.code, state.until.toFixed());
});
for await (const { instances } of discover({ etcd: "http://127.0.0.1:2379", service: "web" }))
  console.log(instances.map(({ endpoints }) => endpoints[0]?.port.toFixed()));
export const known: (error: unknown) => boolean = (error) => error instanceof EtcdError && error.code === "timeout";
export const listen: Function = listenFrom;
// @ts-expect-error a port is a number
register({ etcd: "http://127.0.0.1:2379", service: "web", host: "10.0.0.1", port: "80" });
// @ts-expect-error there is no such state
if (registration.state.kind === "dead") throw new Error();
`;

/** The types were sources with paths of this checkout once: they resolved here and nowhere else. */
it("the package as it is packed has types that another project can use", { timeout: 180_000 }, async () => {
  const folder = await temporaryFolder("types");
  const checkout = join(folder, "checkout");
  mkdirSync(join(checkout, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(checkout, "package.json"));
  writeFileSync(join(checkout, "dist", "discovery.js"), "");
  await writeDiscoveryTypes(join(checkout, "dist", "types"));
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: checkout,
  });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const modules = join(folder, "project", "node_modules");
  mkdirSync(join(modules, "rollcall"), { recursive: true });
  await run("tar", ["-xzf", join(folder, filename), "-C", join(modules, "rollcall"), "--strip-components", "1"]);
  for (const name of readdirSync(join(root, "node_modules")))
    if (!name.startsWith(".") && name !== "rollcall")
      symlinkSync(join(root, "node_modules", name), join(modules, name));
  const options = {
    module: "nodenext",
    target: "es2023",
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ["node"],
  };
  writeFileSync(join(folder, "project", "package.json"), '{"type":"module"}');
  writeFileSync(
    join(folder, "project", "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["main.ts"] }),
  );
  writeFileSync(join(folder, "project", "main.ts"), CONSUMER);
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const checked = await run(process.execPath, [compiler, "-p", join(folder, "project")]).catch(({ stdout }) => ({
    stdout,
  }));
  expect(checked.stdout).toBe("");
});
