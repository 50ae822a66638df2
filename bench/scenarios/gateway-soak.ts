import { setTimeout as pause } from "node:timers/promises";
import { createEtcdClient } from "@/lib/etcd/client";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { parseMetrics } from "../metrics";
import { memory } from "../proc";
import { startOurs } from "../proxies/contenders";
import type { SectionResult } from "../report";
import { startWorker } from "../worker";
import type { GatewayClientsCalls, Sent } from "../workers/gateway-clients";

const INSTANCES = 5;
const PER_SECOND = 500;
const SAMPLE_MS = 2_000;
/** One instance leaves and comes back so often. */
const CHURN_MS = 1_000;

interface Sample {
  rssMb: number;
  heapMb: number;
}

/** A gateway under steady load with slow, aborted and oversized clients among it, while instances come and go. */
export async function measureGatewaySoak(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  const { life, workers, say, soakMinutes: minutes } = context;
  const etcd = await startEtcd(life);
  const clients = startWorker<GatewayClientsCalls>(workers["gateway-clients"], life);
  const port = createEtcdClient({ endpoints: [etcd.url] });
  life.onEnd(() => port.close());
  const ports = await clients.call("instances", INSTANCES);
  const key = (index: number) => `/services/web/eu/${index}`;
  const register = (index: number) =>
    port.put(key(index), new TextEncoder().encode(JSON.stringify({ hostname: "127.0.0.1", port: ports[index] })));
  for (const index of ports.keys()) await register(index);
  const gateway = await startOurs(etcd.url, life);
  const metricsUrl = new URL("/metrics", gateway.url).href;
  await clients.call("start", { url: gateway.url, perSecond: PER_SECOND });

  const samples: Sample[] = [];
  const endAt = Date.now() + minutes * 60_000;
  let over = false;
  const churning = (async () => {
    for (let turn = 0; !over; turn++) {
      const index = turn % INSTANCES;
      await port.delete({ key: key(index) });
      await pause(CHURN_MS / 2);
      await register(index);
      await pause(CHURN_MS / 2);
    }
  })();
  for (let taken = 0; Date.now() < endAt; taken++) {
    const heap = parseMetrics(await (await fetch(metricsUrl)).text()).get(
      "rollcall_gateway_nodejs_heap_size_used_bytes",
    );
    samples.push({ rssMb: memory(gateway.pid).rssMb, heapMb: (heap ?? Number.NaN) / 2 ** 20 });
    if (taken % 30 === 29) say(`gateway-soak: ${Math.round((taken * SAMPLE_MS) / 60_000)} of ${minutes} min`);
    await pause(SAMPLE_MS);
  }
  over = true;
  await churning;
  const sent = await clients.call("stop", undefined as never);
  await gateway.stop();
  await clients.stop();
  port.close();
  await etcd.stop();
  return { section: sectionOf(minutes, sent, samples), data: { minutes, sent, samples } };
}

function sectionOf(minutes: number, sent: Sent, samples: readonly Sample[]): SectionResult {
  const third = Math.floor(samples.length / 3);
  const parts = [samples.slice(0, third), samples.slice(third, 2 * third), samples.slice(2 * third)];
  // What is in use right after a collection is what is kept: the lowest of a stretch of time tells.
  const lowest = (of: keyof Sample) => parts.map((part) => Math.min(...part.map((sample) => sample[of])));
  const growth = (of: keyof Sample) => {
    const [, middle = Number.NaN, last = Number.NaN] = lowest(of);
    return (last / middle - 1) * 100;
  };
  return {
    title: `A gateway for ${minutes} minutes, ${PER_SECOND} requests/s`,
    columns: ["lowest of each third", "first", "middle", "last"],
    rows: [
      ["heap in use, MB", ...lowest("heapMb")],
      ["resident, MB", ...lowest("rssMb")],
    ],
    goals: [
      {
        what: "heap kept, last third over middle third",
        value: growth("heapMb"),
        unit: "%",
        limit: 10,
        sense: "at most",
      },
      {
        what: "resident, last third over middle third",
        value: growth("rssMb"),
        unit: "%",
        limit: 10,
        sense: "at most",
      },
      { what: "failed idempotent calls", value: sent.failed.length, unit: "calls", limit: 0, sense: "at most" },
    ],
    notes: [
      `${sent.answered.toLocaleString("en")} answered, ${sent.aborted} given up half-way, ${sent.refused} refused as too large, 20 that never end their headers at any time; one of ${INSTANCES} instances leaves and returns each second.`,
      ...new Set(sent.failed.slice(0, 5)),
    ],
  };
}
