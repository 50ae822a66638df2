import { describe, expect, it } from "vitest";
import type { ServiceSummary } from "@/lib/registry/select";
import { ShardMap } from "@/lib/registry/shard-map";
import type { Instance, UnrecognizedKey } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import { find } from "./find";

function instance(id: string, host: string): Instance {
  return {
    id,
    keys: [id],
    layout: "path",
    service: "web",
    instance: id,
    endpoints: [{ protocol: null, host, port: 80 }],
    metadata: {},
    leaseId: "77",
    createRevision: "1",
    modRevision: "1",
    version: "1",
  };
}

const web = {
  name: "web",
  datacenters: [],
  namespaces: [],
  layouts: [],
  instances: [instance("/s/web/1", "10.0.0.1"), instance("/s/web/2", "10.0.0.2")],
  tombstones: [],
  unwell: new Map(),
  drains: new Map(),
} as unknown as ServiceSummary;
const broken = { key: "/s/broken" } as UnrecognizedKey;
const view = { unrecognized: ShardMap.from([[broken.key, broken]]) } as unknown as View;

describe("what the palette finds", () => {
  it("finds instances by address, lease and key, in the order of their keys", () => {
    expect(find("10.0.0.2", [web], view).instances.map(({ instance: { id } }) => id)).toEqual(["/s/web/2"]);
    expect(find("77", [web], view).instances).toHaveLength(2);
    expect(find("/S/WEB/1", [web], view).instances).toHaveLength(1);
  });

  it("wants all words, and finds keys that nobody can read", () => {
    expect(find("web 10.0.0.1", [web], view).instances).toHaveLength(1);
    expect(find("broken", [web], view).unrecognized).toEqual([broken]);
  });

  it("begins with the services while nothing is typed", () => {
    const found = find("  ", [web], view);
    expect(found.services).toEqual([web]);
    expect(found.instances).toEqual([]);
  });
});
