import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
/** What the build stage makes, beside what is in the repository. */
const MADE = ["node_modules", ".next", "dist"];

describe("the image", () => {
  const copied = [...dockerfile.matchAll(/^COPY (?:--from=build )?(.+) \S+$/gm)].flatMap(([, sources = ""]) =>
    sources.split(" ").map((source) => source.replace(/^\/rollcall\//, "")),
  );

  it("copies only what there is", () => {
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((source) => !MADE.includes(source) && !existsSync(join(root, source)))).toEqual([]);
  });

  it("has what the server reads while it runs: the build, the pages and the files of public/", () => {
    const run = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
    for (const source of ["dist", ".next", "public", "next.config.ts", "node_modules"])
      expect(run, source).toMatch(new RegExp(`^COPY --from=build .*/rollcall/${source}(?= )`, "m"));
  });

  it("runs as somebody without rights", () => {
    expect(dockerfile).toMatch(/^USER (?!root)\w+$/m);
  });
});

describe("the composition", () => {
  const { services } = parse(readFileSync(join(root, "docker-compose.yml"), "utf8"), { merge: true }) as {
    services: Record<
      string,
      { image: string; command?: string[]; ports?: string[]; environment?: Record<string, string> }
    >;
  };

  it("has three members that know each other, and the console and the fleet know all three", () => {
    const members = Object.entries(services).filter(([, { image }]) => image.endsWith("/etcd:v3.7.1"));
    expect(members).toHaveLength(3);
    const advertised = members.map(([name, { command = [] }]) => {
      expect(command).toContain(`--name=${name}`);
      expect(command.find((part) => part.startsWith("--initial-cluster="))).toContain(`${name}=http://${name}:2380`);
      return command.find((part) => part.startsWith("--advertise-client-urls="))?.split("=")[1];
    });
    for (const name of ["console", "fleet"])
      expect(services[name]?.environment?.ETCD_ENDPOINTS).toBe(advertised.join(","));
  });

  it("has members that answer no page in a browser beside them, and each other by name", () => {
    for (const [name, { command = [] }] of Object.entries(services).filter(([, one]) => /\/etcd:/.test(one.image))) {
      expect(command, name).toContain("--enable-grpc-gateway=false");
      expect(command, name).toContain("--cors=http://127.0.0.1:1");
      expect(command, name).toContain("--host-whitelist=127.0.0.1,localhost,etcd1,etcd2,etcd3");
    }
  });

  it("publishes ports on loopback only, and none that members speak to each other on", () => {
    for (const { ports = [] } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:2379$/);
  });
});
