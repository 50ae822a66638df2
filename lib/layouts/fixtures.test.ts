import { describe, expect, it } from "vitest";
import { layoutById } from "./built-in";
import fixtures from "./fixtures/in-the-wild.json";
import { createLayoutSet } from "./layout-set";
import { keyValueOf } from "./testing";

interface Fixture {
  from: string;
  layout: string;
  prefix: string;
  key: string;
  value: string;
  /** Null: not an instance. */
  expect: {
    service: string;
    instance: string;
    host: string;
    port: number;
    protocol?: string;
    datacenter?: string;
    metadata?: Record<string, unknown>;
  } | null;
}

/** Keys and values in the form that real writers give them: adding a layout adds its examples to the file. */
describe("what real writers put into etcd", () => {
  for (const fixture of fixtures as Fixture[]) {
    it(`${fixture.layout} reads ${fixture.key} as ${fixture.from} writes it`, () => {
      const layout = layoutById(fixture.layout);
      if (layout === undefined) throw new Error(`There is no layout ${fixture.layout}`);
      const set = createLayoutSet([{ prefix: fixture.prefix, layouts: [layout] }]);
      const { instances, unrecognized } = set.decode(fixture.key, [keyValueOf(fixture.key, fixture.value)]);
      if (fixture.expect === null) {
        expect(instances).toEqual([]);
        return;
      }
      const { host, port, protocol, metadata, service, instance, datacenter } = fixture.expect;
      expect(unrecognized).toEqual([]);
      expect(instances).toHaveLength(1);
      expect(instances[0]).toMatchObject({ service, instance, layout: fixture.layout });
      expect(instances[0]?.datacenter).toBe(datacenter);
      expect(instances[0]?.endpoints).toEqual([expect.objectContaining({ host, port })]);
      if (protocol !== undefined) expect(instances[0]?.endpoints[0]?.protocol).toBe(protocol);
      if (metadata !== undefined) expect(instances[0]?.metadata).toEqual(metadata);
    });
  }
});
