import { describe, expect, it } from "vitest";
import { DEFAULT_PREFIXES, parsePrefixes } from "./prefixes";

const idsOf = (text: string) =>
  parsePrefixes(text).prefixes.map(({ prefix, layouts }) => [prefix, layouts.map((layout) => layout.id)]);

describe("the watched prefixes", () => {
  it("are those of the founding layouts by default", () => {
    expect(idsOf(DEFAULT_PREFIXES)).toEqual([
      ["/services/", ["path", "registrator"]],
      ["/killrvideo/services/", ["registrator"]],
      ["heartbeat|", ["heartbeat"]],
    ]);
  });

  it("may stand with spaces and line breaks, which do not belong to them", () => {
    expect(idsOf(" /a/ = path , registrator ;\n /b/=grpc; ")).toEqual([
      ["/a/", ["path", "registrator"]],
      ["/b/", ["grpc"]],
    ]);
  });

  it("keep outer spaces in quotes, because real keys begin with one", () => {
    expect(idsOf('" trpc/registry/services/"=generic')).toEqual([[" trpc/registry/services/", ["generic"]]]);
  });

  it("may lie inside one another and hold an equals sign", () => {
    expect(idsOf("/a/=path;/a/b=c/=registrator")).toEqual([
      ["/a/", ["path"]],
      ["/a/b=c/", ["registrator"]],
    ]);
  });

  it.each([
    ["/svc=path", ["The prefix /svc does not end at a separator and would also match /svc2; write /svc/ instead."]],
    [
      "/svc/=consul",
      [
        'There is no layout "consul" (named for /svc/); the known ones are path, registrator, heartbeat, grpc, generic.',
      ],
    ],
    ["/svc/", ['"/svc/" names no layout; write it as /svc/=path, for example.']],
    ["/svc/=", ["/svc/ names no layout; the known ones are path, registrator, heartbeat, grpc, generic."]],
    ["=path", ['"=path" has no prefix before the "=".']],
    [
      "/a/=path;/a/=registrator",
      ["/a/ is named twice; name it once with all its layouts, as in /a/=path,registrator."],
    ],
    ["/a/=path,path", ["/a/ names the layout path twice."]],
    ["/rollcall/x/=path", ["The prefix /rollcall/x/ lies in /rollcall/, where Rollcall keeps its own records."]],
    ["", ["No prefix is given; write prefix=layout, for example /services/=path,registrator."]],
  ])("%j is a mistake with a sentence that helps", (text, mistakes) => {
    expect(parsePrefixes(text)).toEqual({ prefixes: [], mistakes });
  });

  it("name every mistake at once", () => {
    expect(parsePrefixes("/a=path;/b/=x,y;/c/;/d/=path").mistakes).toHaveLength(4);
  });
});
