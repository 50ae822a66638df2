/** What a talk claims, beside what etcd, the process table and a watch of our own say. */
import { expect, type Page } from "@playwright/test";
import type { Fleet, FleetInstance } from "@/lib/api/fleet";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort, KeyValue } from "@/lib/etcd/port";
import { HERO, SERVICE } from "@/lib/stage/cast";

export const KEY = `/killrvideo/services/${SERVICE}/${HERO}`;

/** A machine that tests share may keep etcd waiting; what a witness says is worth that. */
const PATIENCE_MS = 20_000;

export interface Witness {
  /** The hero's key as etcd has it now. */
  key(): Promise<KeyValue | null>;
  leaseLives(leaseId: string): Promise<boolean>;
  /** The hero's process, as the console knows it; null where there is none. */
  member(): Promise<FleetInstance | null>;
  /** What our own watch heard of the key, oldest first. */
  heard: readonly { type: "put" | "delete"; at: number; revision: string }[];
  stop(): void;
}

/** Straight to etcd, past everything that the console does. */
export async function createWitness(url: string): Promise<Witness> {
  const endpoints = await endpointsOf(url);
  const client: EtcdPort = createEtcdClient({ endpoints, timeoutMs: PATIENCE_MS });
  const heard: { type: "put" | "delete"; at: number; revision: string }[] = [];
  let from = (await client.range({ range: { key: KEY } })).header.revision;
  let stopped = false;
  let stopWatch = () => {};
  const watch = () => {
    const startRevision = String(BigInt(from) + 1n);
    stopWatch = client.watch({ range: prefixRange(KEY), startRevision }, (message) => {
      if (message.kind === "ended" && !stopped) setTimeout(watch, 200);
      if (message.kind !== "events") return;
      for (const event of message.events) {
        const revision = event.type === "put" ? event.keyValue.modRevision : event.modRevision;
        heard.push({ type: event.type, at: Date.now(), revision });
        from = revision;
      }
    });
  };
  watch();
  return {
    heard,
    key: async () => (await client.range({ range: { key: KEY } })).keyValues[0] ?? null,
    leaseLives: async (leaseId) => (await client.timeToLive(leaseId)).grantedSeconds > 0,
    async member() {
      const fleet = (await (await fetch(`${url}/api/v1/fleet`)).json()) as Fleet;
      return fleet.services.flatMap(({ instances }) => instances).find(({ id }) => id === HERO) ?? null;
    },
    stop() {
      stopped = true;
      stopWatch();
      client.close();
    },
  };
}

/** An etcd of the console's own has none until it was started, which is after the console answers. */
async function endpointsOf(url: string): Promise<string[]> {
  let endpoints: string[] = [];
  const ask = async () => {
    const { cluster } = (await (await fetch(`${url}/api/v1/status`)).json()) as { cluster: { endpoints: string[] } };
    endpoints = cluster.endpoints;
    return endpoints.length;
  };
  await expect.poll(ask, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  return endpoints;
}

type Remembering = typeof globalThis & { shown: string[] };

/** Before the page is opened: what it shows for a moment only is remembered too. */
export async function createStageScreen(page: Page) {
  const stage = page.locator("main[data-act]");
  await page.addInitScript(() => {
    const shown: string[] = [];
    (globalThis as Remembering).shown = shown;
    const look = () => {
      const { act, phase } = document.querySelector<HTMLElement>("main[data-act]")?.dataset ?? {};
      if (phase && shown.at(-1) !== `${act} ${phase}`) shown.push(`${act} ${phase}`);
    };
    const attributeFilter = ["data-act", "data-phase"];
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter });
  });
  return {
    stage,
    /** Every act and phase that was shown since the page was loaded, oldest first: `kill running-out`. */
    shown: () => page.evaluate(() => (globalThis as Remembering).shown),
    /** The act is there, and its scene is set. */
    async ready(act: string): Promise<void> {
      await expect(stage).toHaveAttribute("data-act", act);
      await expect(stage).toHaveAttribute("data-ready", "true", { timeout: 45_000 });
    },
    phase: (phase: string) => expect(stage).toHaveAttribute("data-phase", phase, { timeout: 45_000 }),
    /** The raw value of a fact on screen. */
    async fact(id: string): Promise<string> {
      const fact = stage.locator(`[data-fact="${id}"]`);
      await expect(fact).not.toHaveAttribute("data-raw", "");
      return (await fact.getAttribute("data-raw")) ?? "";
    },
    says: (id: string) => stage.locator(`[data-fact="${id}"]`),
  };
}

export type StageScreen = Awaited<ReturnType<typeof createStageScreen>>;
