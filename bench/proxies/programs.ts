import { existsSync } from "node:fs";
import { join } from "node:path";
import { unpackPackages } from "../../scripts/apt.mjs";
import { findOnPath } from "../../scripts/programs.mjs";
import { binDirectory, installFolder } from "../../scripts/unpacked.mjs";

export type ProgramName = "nginx" | "haproxy" | "wrk";

/** Debian's packages of these, and where their programs lie. */
const PACKAGED: Record<ProgramName, { packages: string[]; path: string }> = {
  nginx: { packages: ["nginx-light", "nginx"], path: "usr/sbin/nginx" },
  haproxy: { packages: ["haproxy"], path: "usr/sbin/haproxy" },
  wrk: { packages: ["wrk"], path: "usr/bin/wrk" },
};

export interface Program {
  path: string;
  /** Where it brought its libraries along. */
  env: Record<string, string>;
}

/** Installed, unpacked before, or unpacked now; a sentence where it is not to be had. */
export async function findProgram(name: ProgramName): Promise<Program | string> {
  const installed = findOnPath(name) ?? ["/usr/sbin", "/usr/local/sbin"].map((at) => join(at, name)).find(existsSync);
  if (installed) return { path: installed, env: {} };
  const { packages, path } = PACKAGED[name];
  const folder = join(binDirectory, `bench-${name}`);
  const program = join(folder, path);
  try {
    if (!existsSync(program))
      await installFolder(folder, (draft) =>
        // What a distribution links them with changes from release to release.
        unpackPackages(packages, draft, { withMissingDependencies: true }),
      );
  } catch (error) {
    return `${name} is not installed and could not be fetched: ${error instanceof Error ? error.message : error}`;
  }
  const libraries = ["x86_64", "aarch64"].map((machine) => join(folder, "usr", "lib", `${machine}-linux-gnu`));
  return { path: program, env: { LD_LIBRARY_PATH: libraries.filter(existsSync).join(":") } };
}
