/** The test of every spec: a console and an etcd of its own, page objects, and the promise that nothing harms the page. */
import { expect } from "@playwright/test";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { type ActionsScreen, createActionsScreen } from "../pages/actions-screen";
import { createEventsScreen, type EventsScreen } from "../pages/events-screen";
import { createServiceScreen, type ServiceScreen } from "../pages/service-screen";
import { createServicesScreen, type ServicesScreen } from "../pages/services-screen";
import { createShell, type Shell } from "../pages/shell";
import { createUnrecognizedScreen, type UnrecognizedScreen } from "../pages/unrecognized-screen";
import { test as base, type ConsoleOptions, startConsole, type TestConsole } from "./console";
import { watchForHarm } from "./harm";

interface Fixtures {
  /** Straight to the test's etcd, not through the fault proxy: any bytes, many at a time. */
  client: EtcdPort;
  /** For consoles that are not started like the usual one; stopped after the test. */
  startOwnConsole: (options?: ConsoleOptions) => Promise<TestConsole>;
  shell: Shell;
  services: ServicesScreen;
  service: ServiceScreen;
  events: EventsScreen;
  unrecognized: UnrecognizedScreen;
  actions: ActionsScreen;
}

export const test = base.extend<Fixtures>({
  context: async ({ context }, use) => {
    const harm = watchForHarm(context);
    await use(context);
    expect(harm, "what happened in the page and must not").toEqual([]);
  },
  client: async ({ etcd }, use) => {
    const client = createEtcdClient({ endpoints: etcd.endpoints });
    await use(client);
    client.close();
  },
  startOwnConsole: async ({ browserName: _ }, use) => {
    const started: TestConsole[] = [];
    await use(async (options) => {
      const own = await startConsole(options);
      started.push(own);
      return own;
    });
    await Promise.all(started.map((own) => own.stop()));
  },
  shell: async ({ page }, use) => use(createShell(page)),
  services: async ({ page }, use) => use(createServicesScreen(page)),
  service: async ({ page }, use) => use(createServiceScreen(page)),
  events: async ({ page }, use) => use(createEventsScreen(page)),
  unrecognized: async ({ page }, use) => use(createUnrecognizedScreen(page)),
  actions: async ({ page }, use) => use(createActionsScreen(page)),
});

export { expect };
