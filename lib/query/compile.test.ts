import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditEntry } from "@/lib/audit/entry";
import { reduceBatch, reduceSnapshot } from "@/lib/registry/reduce";
import { type InstanceRow, rowOf, rowsOf } from "@/lib/registry/select";
import { summarizeServices } from "@/lib/registry/summaries";
import { createTestStore, testLayouts } from "@/lib/registry/testing";
import { tombstonesOf, withTombstones } from "@/lib/registry/tombstones";
import type { Instance, RegistryEvent } from "@/lib/registry/types";
import { NOTHING_ASKED } from "./ast";
import { compile } from "./compile";
import { fieldsOf, type Language, type Reader, subReader, valueReader } from "./language";
import { auditLanguage } from "./languages/audit";
import { eventLanguage } from "./languages/events";
import { asksForGone, instanceLanguage } from "./languages/instances";
import { leaseLanguage } from "./languages/leases";
import { serviceLanguage } from "./languages/services";
import { unrecognizedLanguage } from "./languages/unrecognized";
import { parse } from "./parse";
import { both, print, seenValue, termOf, typedTerms, wordOf } from "./print";

const store = createTestStore();
store.write(
  { key: "/s/api/one", value: "Blue", lease: "77" },
  { key: "/s/api/four", value: "green" },
  { key: "/s/web/one", value: "green" },
  { key: "/m/tidb/1/addr", value: "h" },
  { key: "/m/tidb/1/ttl", value: "t" },
);
const first = reduceSnapshot(null, store.list("e"), testLayouts).view;
const removal = reduceBatch(first, store.write({ key: "/s/web/one", value: null }), testLayouts);
const view = withTombstones(removal.view, tombstonesOf(removal.changes, 1));
const services = summarizeServices(view);

const found = (q: string) =>
  [...rowsOf(view)]
    .filter(compile(parse(q), instanceLanguage).matches)
    .map((row) => row.instance.id)
    .sort();
const names = (q: string) => services.filter(compile(parse(q), serviceLanguage).matches).map(({ name }) => name);
const said = <T>(q: string, language: Language<T>) =>
  compile(parse(q), language).mistakes.map(({ message }) => message);

function instance(part: Partial<Instance>): Instance {
  return { ...(view.instances.get("/s/api/one") as Instance), ...part };
}
const fits = (q: string, part: Partial<Instance>) =>
  compile(parse(q), instanceLanguage).matches(rowOf(instance(part), "alive", null));

describe("a query over instances", () => {
  it("lets everything pass that it does not name", () => {
    expect(found("")).toHaveLength(4);
    expect(found("  ")).toHaveLength(4);
  });

  it("fits whole values in any case, one of a list, and not what is excluded", () => {
    expect(found("service:API")).toEqual(["/s/api/four", "/s/api/one"]);
    expect(found("service:ap")).toEqual([]);
    expect(found("service:ap*")).toHaveLength(2);
    expect(found("service:tidb,web")).toEqual(["/m/tidb/1", "/s/web/one"]);
    expect(found("-service:api,web")).toEqual(["/m/tidb/1"]);
    expect(found("liveness:gone")).toEqual(["/s/web/one"]);
    expect(found("state:alive,gone")).toEqual(["/s/api/one", "/s/web/one"]);
    expect(found("dc:dc-0 service:api")).toEqual(["/s/api/one"]);
    expect(found("key:/m/tidb/1/ttl")).toEqual(["/m/tidb/1"]);
    expect(found("cause:deleted")).toEqual(["/s/web/one"]);
  });

  it("takes quoted values exactly", () => {
    expect(found('service:"API"')).toEqual([]);
    expect(found('service:"api"')).toHaveLength(2);
    expect(found('service:"ap*"')).toEqual([]);
  });

  it("finds every word anywhere, in any case", () => {
    expect(found("bLUE api")).toEqual(["/s/api/one"]);
    expect(found("77")).toEqual(["/s/api/one"]);
    expect(found("lease:4d")).toEqual(["/s/api/one"]);
    expect(found("green api one")).toEqual([]);
    expect(found("-green service:api")).toEqual(["/s/api/one"]);
    expect(found("api*four")).toEqual(["/s/api/four"]);
  });

  it("compares numbers of any length exactly", () => {
    const endpoints = [80, 9000].map((port) => ({ protocol: null, host: "h", port }));
    expect(fits("port:>8000", { endpoints })).toBe(true);
    expect(fits("port:>=9000 port:<81", { endpoints })).toBe(true);
    expect(fits("port:>9000", { endpoints })).toBe(false);
    expect(fits("port:80", { endpoints })).toBe(true);
    expect(fits("port:90*", { endpoints })).toBe(true);
    expect(fits("weight:<1.5", { weight: 1 })).toBe(true);
    expect(fits("weight:>0", {})).toBe(false);
    const modRevision = "9007199254740993";
    expect(fits("rev:>9007199254740992", { modRevision })).toBe(true);
    expect(fits("rev:9007199254740992", { modRevision })).toBe(false);
  });

  it("reads metadata by name, and tells none from something", () => {
    const metadata = { version: "1.2", "a b": "x,y", __proto__x: "p" };
    expect(fits("meta.version:1.2", { metadata })).toBe(true);
    expect(fits('meta."a b":"x,y"', { metadata })).toBe(true);
    expect(fits("meta:1.2", { metadata })).toBe(true);
    expect(fits("meta.constructor:*", { metadata })).toBe(false);
    expect(fits("-meta.region:*", { metadata })).toBe(true);
    expect(fits('namespace:""', { metadata })).toBe(true);
    expect(fits('-dc:""', { metadata })).toBe(true);
  });

  it("knows draining beside liveness", () => {
    const row: InstanceRow = { ...rowOf(instance({}), "late", null), adminState: "draining" };
    for (const q of ["admin:draining", "state:draining", "state:late", "liveness:late", "-admin:in-service"])
      expect(compile(parse(q), instanceLanguage).matches(row), q).toBe(true);
    expect(said("liveness:draining", instanceLanguage)).toEqual([
      "liveness is one of alive, late, overdue, static, gone; there is state:draining.",
    ]);
  });

  it("says whether instances that are gone are meant", () => {
    const asks = (q: string) => asksForGone(parse(q).parts);
    expect(["state:gone", "liveness:late,GONE", "cause:expired", "state:*"].map(asks)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["", "-state:gone", "gone", "service:gone"].map(asks)).toEqual([false, false, false, false]);
  });
});

describe("a query over services", () => {
  it("reads values of those that are gone where they could be asked for", () => {
    const web = services.filter(({ name }) => name === "api" || name === "web");
    const states = web.flatMap((service) => told(valueReader(serviceLanguage, "state", null), service));
    expect(states.sort()).toEqual(["alive", "gone", "static"]);
  });

  it("fits by the service itself, and where one instance fits all that is asked about instances", () => {
    expect(names("AP")).toEqual(["api"]);
    expect(names("state:gone")).toEqual(["web"]);
    expect(names("dc:dc-1")).toEqual(["api", "tidb"]);
    expect(names("dc:dc-0 lease:4d")).toEqual(["api"]);
    expect(names("dc:dc-1 lease:4d")).toEqual([]);
    expect(names("instances:>1")).toEqual(["api"]);
    expect(names("-service:api instances:>0")).toEqual(["tidb"]);
  });
});

describe("a query over leases and unrecognized keys", () => {
  it("finds a lease by its id and by what hangs on it", () => {
    const lease = { id: "77", hex: "4d", state: "late" as const, instances: [instance({}), instance({ id: "/s/x" })] };
    const matches = (q: string) => compile(parse(q), leaseLanguage).matches(lease);
    for (const q of ["4d", "77", "lease:4d", "service:api", "liveness:late", "instances:2", "keys:1", "/s/x api"])
      expect(matches(q), q).toBe(true);
    for (const q of ["service:web", "state:alive", "instances:>2"]) expect(matches(q), q).toBe(false);
  });

  it("finds a key by its reason, size and words", () => {
    const key = {
      key: "/a/b",
      reason: "value-not-json" as const,
      detail: "not at 1",
      modRevision: "5",
      leaseId: null,
      valueBytes: 9,
    };
    const matches = (q: string) => compile(parse(q), unrecognizedLanguage).matches(key);
    for (const q of ["reason:value-not-json", "size:<10 at", "-lease:*", "key:/a/*"]) expect(matches(q), q).toBe(true);
  });
});

describe("a query over events", () => {
  const event: RegistryEvent = {
    id: "e:1:k:0",
    at: 1,
    revision: "7",
    type: "removed",
    service: "orders",
    instance: "o-1",
    key: "/s/orders/o-1",
    cause: "expired",
    certainty: "inferred",
    before: instance({ datacenter: "eu" }),
  };
  it("fits by what happened, and by the registration before it where there is none after", () => {
    const matches = (q: string) => compile(parse(q), eventLanguage).matches(event);
    for (const q of ["service:orders cause:expired", "type:removed dc:eu", "certainty:inferred", "rev:<8", "O-1"])
      expect(matches(q), q).toBe(true);
    for (const q of ["cause:evicted", "actor:*", "dc:us"]) expect(matches(q), q).toBe(false);
  });
});

describe("a query over audit entries", () => {
  const entry: AuditEntry = {
    id: "1-a",
    at: 1,
    actor: "mina",
    role: "admin",
    console: "ops-1:3000",
    action: "evict",
    key: "/s/orders/o-1",
    service: "orders",
    instance: "o-1",
    leaseId: "77",
    keys: ["/s/orders/o-1", "/s/billing/b-1"],
    reason: "it hangs",
    mode: "lease",
    overridden: ["few-left"],
    outcome: "done",
    detail: "Its lease was ended.",
    refusedBy: [],
    revision: "7",
    restorable: false,
    signed: true,
    aftermath: { kind: "returned", revision: "9", afterMs: 1, leaseId: null },
    of: null,
  };
  it("fits by who did what, by every key it touched, and by what came of it", () => {
    const matches = (q: string) => compile(parse(q), auditLanguage).matches(entry);
    for (const q of [
      "action:evict mode:lease actor:mina",
      "key:/s/billing/*",
      "rule:few-left overridden:*",
      "aftermath:returned rev:>6",
      "lease:4d reason:*hangs*",
      "hangs ended b-1",
    ])
      expect(matches(q), q).toBe(true);
    for (const q of ["outcome:refused", "service:billing", "-overridden:*", "reason:hangs"])
      expect(matches(q), q).toBe(false);
  });
});

describe("what is wrong", () => {
  it("is named with its place, and the rest is applied", () => {
    const { mistakes, matches } = compile(parse("service:api boredom:yes state:tired port:many"), instanceLanguage);
    expect(mistakes).toEqual([
      { from: 12, to: 23, message: 'Instances have no field boredom. To find these words write "boredom:yes".' },
      { from: 30, to: 35, message: "state is one of alive, late, overdue, static, gone, draining." },
      { from: 41, to: 45, message: "port is a number: port:>8000." },
    ]);
    expect([...rowsOf(view)].filter(matches)).toHaveLength(2);
  });

  it("guesses what was meant", () => {
    expect(said("servise:web", serviceLanguage)).toEqual(["Services have no field servise. Did you mean service?"]);
    expect(said("serivce:web", serviceLanguage)).toEqual(["Services have no field serivce. Did you mean service?"]);
    expect(said("host:>5", instanceLanguage)[0]).toContain("Only numbers can be compared (port, weight, rev).");
    expect(said("port:>", instanceLanguage)).toEqual(["A number is missing behind >: port:>8000."]);
    expect(said("dc.x:1", instanceLanguage)).toEqual(["dc has nothing behind a dot: dc:eu-west."]);
  });

  it("is nothing in the examples of any language", () => {
    for (const language of [
      instanceLanguage,
      serviceLanguage,
      eventLanguage,
      leaseLanguage,
      unrecognizedLanguage,
      auditLanguage,
    ])
      for (const { example, name } of fieldsOf<never>(language)) {
        const query = parse(example);
        expect(compile<never>(query, language).mistakes, example).toEqual([]);
        expect(query.parts).toMatchObject([{ kind: "term", field: name }]);
      }
  });
});

function told<T>(read: Reader<T> | null, subject: T): string[] {
  const values: string[] = [];
  read?.(subject, (value) => values.push(value));
  return values;
}

describe("every value", () => {
  const text = fc.string({ unit: fc.constantFrom(...'aB*,:"\\ .-<>=\n', "ß", "İ", "💥", "\0"), maxLength: 12 });
  const anInstance = fc
    .record({
      service: text,
      instance: text,
      datacenter: text,
      namespace: text,
      layout: text,
      keys: fc.array(text, { minLength: 1, maxLength: 3 }),
      endpoints: fc.array(fc.record({ protocol: fc.option(text), host: text, port: fc.nat(65_535) }), { maxLength: 2 }),
      metadata: fc.dictionary(text, text, { maxKeys: 3 }),
      leaseId: fc.option(fc.bigInt(1n, 2n ** 63n - 1n).map(String)),
      weight: fc.nat(),
    })
    .map((part) => instance({ ...part, id: part.keys[0] ?? "" }));

  it("of an instance can be quoted and finds it again", () => {
    fc.assert(
      fc.property(anInstance, (given) => {
        const row = rowOf(given, "alive", null);
        for (const { name } of instanceLanguage.fields)
          for (const sub of [null, ...told(subReader(instanceLanguage, name), row)])
            for (const value of told(valueReader(instanceLanguage, name, sub), row)) {
              const written = print([termOf(name, sub, [seenValue(value)])]);
              const { matches, mistakes } = compile(parse(written), instanceLanguage);
              expect([written, mistakes, matches(row)]).toEqual([written, [], true]);
              expect(compile(parse(`-${written}`), instanceLanguage).matches(row), `-${written}`).toBe(false);
            }
      }),
    );
  });

  it("of an instance is found by its words", () => {
    fc.assert(
      fc.property(anInstance, (given) => {
        const row = rowOf(given, "alive", null);
        for (const value of [given.service, given.id, ...Object.values(given.metadata)]) {
          if (value === "") continue;
          expect(compile(parse(print([wordOf(value)])), instanceLanguage).matches(row), value).toBe(true);
        }
      }),
    );
  });

  it("of the typed parameters is taken exactly as it stands", () => {
    fc.assert(
      fc.property(text, text, (service, other) => {
        const query = both(NOTHING_ASKED, typedTerms({ service, dc: undefined, key: [] }));
        expect(compile(query, instanceLanguage).matches(rowOf(instance({ service: other }), "alive", null))).toBe(
          other === service,
        );
      }),
    );
  });
});

it("reads what words are looked for in once per instance, however many queries follow", () => {
  let read = 0;
  const given = instance({});
  const metadata = given.metadata;
  Object.defineProperty(given, "metadata", {
    get() {
      read++;
      return metadata;
    },
  });
  for (const q of ["b", "bl", "blue", "-green"])
    expect(compile(parse(q), instanceLanguage).matches(rowOf(given, "alive", null))).toBe(true);
  expect(read).toBe(1);
});
