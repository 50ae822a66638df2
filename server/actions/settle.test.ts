import { afterEach, describe, expect, it, vi } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { testRecords } from "@/lib/records/testing";
import { createTrail } from "@/server/audit/trail";
import { createFakeEtcd } from "@/server/testing/fake-etcd";
import { createSettling } from "./settle";

const key = "/rollcall/audit/0000000000001-aaaaaaaa";
const bytes = (text: string) => new TextEncoder().encode(text);
const etcd = createFakeEtcd();
const port = etcd.connect();
const clock = createManualClock();
const PATIENT = { timeout: 20_000 };
const settling = createSettling({
  etcd: () => port,
  trail: createTrail({ records: testRecords() }),
  clock,
  waitMs: 1_000,
});

afterEach(() => {
  etcd.faults.accept();
  etcd.delete(key);
});
const read = async () => new TextDecoder().decode((await port.range({ range: { key } })).keyValues[0]?.value);

describe("what became of a write whose answer never came", () => {
  it("was done where its entry is there", async () => {
    const revision = etcd.put(key, "done");
    expect(await settling.settle(key, bytes("fence"))).toEqual({ revision });
    expect(await read()).toBe("done");
  });

  it("was not done where the fence got in first, and never can be from then on", async () => {
    expect(await settling.settle(key, bytes("fence"))).toBe("not-done");
    expect(await read()).toBe("fence");
    expect(await settling.settle(key, bytes("fence"))).toBe("not-done");
  });

  it("is unknown while etcd stays away, and is found out once it is back", async () => {
    etcd.faults.refuse();
    const found = settling.settle(key, bytes("fence"));
    await vi.waitFor(() => {
      clock.advance(500);
      expect(clock.now()).toBeGreaterThan(1_002_000);
    }, PATIENT);
    expect(await found).toBe("unknown");
    etcd.faults.accept();
    await vi.waitFor(async () => {
      clock.advance(10_000);
      expect(await read()).toBe("fence");
    }, PATIENT);
  });
});

it("an outcome is put over its own intent only", async () => {
  const intent = etcd.put(key, "intent");
  const other = etcd.put(key, "concluded elsewhere");
  await settling.conclude(key, bytes("late"), intent);
  expect(await read()).toBe("concluded elsewhere");
  await settling.conclude(key, bytes("mine"), other);
  expect(await read()).toBe("mine");
});
