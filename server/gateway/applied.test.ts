import { afterEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { EtcdError, type EtcdPort, type KeyValue } from "@/lib/etcd/port";
import { testRecords } from "@/lib/records/testing";
import { behind, GATEWAYS_PREFIX, readGatewayNews } from "@/lib/registry/gateways";
import { createFakeEtcd } from "@/server/testing/fake-etcd";
import { createAppliedNews } from "./applied";

const PATIENT = { timeout: 20_000 };
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function start() {
  const fake = createFakeEtcd({ clock: systemClock });
  const etcd = fake.connect();
  ends.push(() => fake.stop(), etcd.close);
  let revision = "5";
  const listeners = new Set<() => void>();
  const warnings: unknown[] = [];
  const news = createAppliedNews({
    etcd,
    name: "gw",
    address: "10.0.0.1:3001",
    revision: () => revision,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    records: testRecords(),
    clock: systemClock,
    log: { warn: (...words: unknown[]) => void warnings.push(words) },
  });
  ends.push(news.stop);
  return {
    fake,
    etcd,
    news,
    warnings,
    honour(next: string) {
      revision = next;
      for (const listener of listeners) listener();
    },
  };
}

async function read(etcd: EtcdPort) {
  const { keyValues } = await etcd.range({ range: { key: `${GATEWAYS_PREFIX}gw` } });
  const opened = keyValues[0] && readGatewayNews(keyValues[0], testRecords());
  return opened?.state === "signed" ? opened.record : null;
}

it("publishes what it honours, under a lease, and each change soon after", async () => {
  const { etcd, honour } = start();
  await expect.poll(() => read(etcd), PATIENT).toMatchObject({ name: "gw", address: "10.0.0.1:3001", revision: "5" });
  for (let revision = 6; revision <= 40; revision++) honour(String(revision));
  await expect.poll(async () => (await read(etcd))?.revision, PATIENT).toBe("40");
});

it("a storm of changes is a few writes", async () => {
  const { fake, etcd, honour } = start();
  await expect.poll(() => read(etcd), PATIENT).not.toBeNull();
  const before = Number(fake.revision);
  for (let revision = 6; revision <= 500; revision++) honour(String(revision));
  await expect.poll(async () => (await read(etcd))?.revision, PATIENT).toBe("500");
  expect(Number(fake.revision) - before).toBeLessThanOrEqual(3);
});

it("takes its word back when it ends", async () => {
  const { etcd, news } = start();
  await expect.poll(() => read(etcd), PATIENT).not.toBeNull();
  await news.stop();
  expect(await read(etcd)).toBeNull();
});

it("says once that it may not write, and publishes as soon as it may", async () => {
  const { fake, etcd, honour, warnings } = start();
  await expect.poll(() => read(etcd), PATIENT).not.toBeNull();
  fake.faults.rejectWith(new EtcdError("permission-denied", "no"));
  honour("6");
  await expect.poll(() => warnings.length, PATIENT).toBe(1);
  honour("7");
  await expect.poll(() => warnings.length, PATIENT).toBe(1);
  fake.faults.rejectWith(null);
  honour("8");
  await expect.poll(async () => (await read(etcd))?.revision, PATIENT).toBe("8");
});

it("those behind are told from those who know", () => {
  const news = (name: string, revision: string) => ({ name, address: "", revision, at: 0 });
  expect(behind([news("a", "9"), news("b", "10"), news("c", "11")], "10").map(({ name }) => name)).toEqual(["a"]);
});

it("is believed only with a signature, and only under the lease that it names", async () => {
  const { etcd } = start();
  await expect.poll(() => read(etcd), PATIENT).not.toBeNull();
  const [found] = (await etcd.range({ range: { key: `${GATEWAYS_PREFIX}gw` } })).keyValues;
  if (!found) throw new Error("just read");
  const state = (more: Partial<KeyValue>) => readGatewayNews({ ...found, ...more }, testRecords()).state;
  const text = (words: string) => new TextEncoder().encode(words);
  expect(state({})).toBe("signed");
  expect(state({ leaseId: null })).toBe("unreadable");
  expect(state({ leaseId: "9" })).toBe("unreadable");
  expect(state({ key: `${GATEWAYS_PREFIX}other` })).toBe("unsigned");
  expect(state({ value: text('{"address":"a","revision":"1","at":0,"lease":"9"}') })).toBe("unsigned");
  for (const words of ["", "{", "[]", `{"address":"a","revision":"-1","at":0}`])
    expect(state({ value: text(words) })).toBe("unreadable");
});
