import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem } from "@/lib/errors";
import { builtInLayouts } from "./built-in";
import { encodeRegistration } from "./encode";
import { createLayoutSet } from "./layout-set";
import { keyValueOf } from "./testing";
import type { Layout, RegistrationInput } from "./types";

const PREFIXES: Record<string, string> = {
  path: "/services/",
  registrator: "/services/",
  heartbeat: "heartbeat|",
  grpc: "openim/",
  generic: "/acme/",
};

const layoutOf = (id: string): Layout => {
  const layout = builtInLayouts.find((candidate) => candidate.id === id);
  if (layout === undefined) throw new Error(`There is no layout ${id}`);
  return layout;
};
const write = (id: string, input: RegistrationInput) => {
  const { key, value } = encodeRegistration(layoutOf(id), PREFIXES[id] ?? "", input);
  return { key, value: new TextDecoder().decode(value) };
};
const problemOf = (id: string, input: RegistrationInput): Problem => {
  try {
    write(id, input);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};
const web = { service: "web", host: "10.0.0.1", port: 80 };

describe("a registration", () => {
  it.each<[string, RegistrationInput, string, string]>([
    ["path", { ...web, datacenter: "eu" }, "/services/web/eu/10.0.0.1:80", '{"hostname":"10.0.0.1","port":80}'],
    [
      "path",
      { ...web, instance: "1", datacenter: "eu", protocol: "http", metadata: { weight: "3" } },
      "/services/web/eu/1",
      '{"hostname":"10.0.0.1","port":80,"protocol":"http","metadata":{"weight":"3"}}',
    ],
    ["registrator", web, "/services/web/10.0.0.1:web:80", "10.0.0.1:80"],
    ["registrator", { ...web, protocol: "udp" }, "/services/web/10.0.0.1:web:80:udp", "10.0.0.1:80"],
    ["registrator", { ...web, instance: "h:c:1", host: "::1" }, "/services/web/h:c:1", "[::1]:80"],
    ["heartbeat", web, "heartbeat|web|http://10.0.0.1:80", "http://10.0.0.1:80"],
    ["heartbeat", { ...web, host: "[::1]", protocol: "grpc" }, "heartbeat|web|grpc://[::1]:80", "grpc://[::1]:80"],
    [
      "grpc",
      { ...web, service: "openim/user" },
      "openim/user/10.0.0.1:80",
      '{"Op":0,"Addr":"10.0.0.1:80","Metadata":null}',
    ],
    [
      "grpc",
      { ...web, service: "openim", metadata: { a: "b" } },
      "openim/10.0.0.1:80",
      '{"Op":0,"Addr":"10.0.0.1:80","Metadata":{"a":"b"}}',
    ],
    ["generic", web, "/acme/web/10.0.0.1:80", '{"hostname":"10.0.0.1","port":80}'],
  ])("under %s of %j has exactly the bytes of its layout", (id, input, key, value) => {
    expect(write(id, input)).toEqual({ key, value });
  });

  it.each<[string, string, RegistrationInput, string, RegExp]>([
    ["a slash in the service", "path", { ...web, service: "a/b", datacenter: "eu" }, "service", /may not contain "\/"/],
    ["no service", "registrator", { ...web, service: "" }, "service", /is missing/],
    ["no datacenter", "path", web, "datacenter", /is missing/],
    ["a slash in the instance", "registrator", { ...web, instance: "a/b" }, "instance", /may not contain "\/"/],
    ["a bar in the service", "heartbeat", { ...web, service: "a|b" }, "service", /may not contain "\|"/],
    ["another name than the URL", "heartbeat", { ...web, instance: "x" }, "instance", /http:\/\/10\.0\.0\.1:80/],
    ["a service outside the prefix", "grpc", web, "service", /has to begin with openim/],
    ["a datacenter", "grpc", { ...web, service: "openim/a", datacenter: "eu" }, "datacenter", /no place/],
    ["metadata", "registrator", { ...web, metadata: { zone: "a" } }, "metadata/zone", /no place/],
    ["a protocol", "registrator", { ...web, protocol: "http" }, "protocol", /no place/],
    ["another protocol", "grpc", { ...web, service: "openim/a", protocol: "http" }, "protocol", /read back as "grpc"/],
    ["a URL for a host", "path", { ...web, host: "http://h", datacenter: "eu" }, "host", /without scheme/],
    ["port 0", "path", { ...web, port: 0, datacenter: "eu" }, "port", /1 to 65535/],
    ["half a character", "path", { ...web, service: "\ud800", datacenter: "eu" }, "service", /half a character/],
    ["what key text would take for a byte", "path", { ...web, service: "\\x41", datacenter: "eu" }, "service", /\\x/],
  ])("with %s is refused under %s, naming the field", (_name, id, input, field, message) => {
    const problem = problemOf(id, input);
    expect(problem.code).toBe("invalid-request");
    expect(problem.extra.fields?.map((wrong) => wrong.field)).toContain(field);
    expect(problem.detail).toMatch(message);
  });

  it("names every wrong field at once", () => {
    expect(problemOf("path", { service: "", host: "", port: -1 }).extra.fields?.map(({ field }) => field)).toEqual([
      "service",
      "host",
      "port",
    ]);
  });

  it.each(builtInLayouts.map((layout) => [layout.id, layout] as const))(
    "under %s is read back as it was given, or refused",
    (id, layout) => {
      const prefix = PREFIXES[id] ?? "";
      const set = createLayoutSet([{ prefix, layouts: [layout] }]);
      const awkward = fc.oneof(
        fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
        fc.constantFrom("web", "a b", "ünï", "__proto__", "\u202e", "a:b", "h:c:80:udp", "|", "/", "..", "\\", " x "),
      );
      const host = fc.oneof(
        fc.ipV4(),
        fc.ipV6(),
        fc.stringMatching(/^[a-z][a-z0-9-]{0,10}(\.[a-z]{2,5})?$/),
        fc.constantFrom("localhost", "host_a", "ünï.example"),
      );
      const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
      let written = 0;
      fc.assert(
        fc.property(
          id === "grpc" ? awkward.map((name) => `openim/${name}`) : awkward,
          host,
          fc.integer({ min: 1, max: 65535 }),
          id === "path" ? awkward : optional(fc.constant("eu")),
          id === "heartbeat" ? fc.constant(undefined) : optional(awkward),
          id === "registrator" ? optional(fc.constant("udp")) : optional(fc.constantFrom("http", "grpc")),
          optional(fc.dictionary(awkward, fc.string({ unit: "binary", maxLength: 8 }), { maxKeys: 3 })),
          (service, hostName, port, datacenter, instance, protocol, metadata) => {
            const input: RegistrationInput = {
              service,
              host: hostName,
              port,
              ...(datacenter === undefined || (id !== "path" && port % 4 > 0) ? {} : { datacenter }),
              ...(instance === undefined ? {} : { instance }),
              ...(protocol === undefined ? {} : { protocol }),
              ...(metadata === undefined || ((id === "registrator" || id === "heartbeat") && port % 4 > 0)
                ? {}
                : { metadata }),
            };
            let bytes: ReturnType<typeof encodeRegistration>;
            try {
              bytes = encodeRegistration(layout, prefix, input);
            } catch (error) {
              expect(error).toBeInstanceOf(Problem);
              return;
            }
            written += 1;
            const { instances, unrecognized } = set.decode(bytes.key, [keyValueOf(bytes.key, bytes.value)]);
            expect(unrecognized).toEqual([]);
            const [read] = instances;
            expect(read).toMatchObject({ service, ...(instance === undefined ? {} : { instance }) });
            expect(read?.datacenter).toBe(input.datacenter);
            expect(read?.endpoints).toMatchObject([{ host: hostName, port }]);
            if (protocol !== undefined) expect(read?.endpoints[0]?.protocol).toBe(protocol);
          },
        ),
        { numRuns: 250 },
      );
      expect(written).toBeGreaterThan(40);
    },
    30_000,
  );

  it("keeps its metadata, whatever the names and values", () => {
    const text = fc.string({ unit: "binary", maxLength: 10 });
    fc.assert(
      fc.property(fc.constantFrom("path", "grpc", "generic"), fc.dictionary(text, text), (id, metadata) => {
        // Values that look like secrets come back hidden: that is another promise.
        const names = Object.entries(metadata).filter(
          ([name, value]) => !/[@=:]/.test(value) && /^[^a-z]*$/i.test(name),
        );
        const kept = Object.fromEntries(names);
        const input = { service: id === "grpc" ? "openim/a" : "a", host: "h", port: 1, metadata: kept };
        const bytes = encodeRegistration(
          layoutOf(id),
          PREFIXES[id] ?? "",
          id === "path" ? { ...input, datacenter: "d" } : input,
        );
        const set = createLayoutSet([{ prefix: PREFIXES[id] ?? "", layouts: [layoutOf(id)] }]);
        expect(set.decode("", [keyValueOf(bytes.key, bytes.value)]).instances[0]?.metadata).toEqual(kept);
      }),
    );
  }, 30_000);
});
