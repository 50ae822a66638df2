import { REMOVAL_MS } from "@/lib/stage/ending";
import { createStageScreen } from "./support/talk";
import { expect, test } from "./support/test";

test.use({ consoleEnv: { ROLLCALL_WRITES: "1" } });

const KEY = "/services/orders/eu-west/b61e";

test("expiry is rehearsed on a foreign registry, with what the console holds", async ({ page, etcd, console: own }) => {
  const body = { layout: "path", service: "orders", datacenter: "eu-west", instance: "b61e" };
  const written = await page.request.post(`${own.url}/api/v1/registrations`, {
    headers: { origin: own.url },
    data: { ...body, host: "10.0.1.9", port: 3000, ttlSeconds: 20, reason: "for a rehearsal" },
  });
  expect(written.status(), await written.text()).toBe(201);
  const { leaseId } = (await written.json()) as { leaseId: string };

  const screen = await createStageScreen(page);
  await page.goto("/stage");
  await expect(page.getByRole("list", { name: "Registrations held by the console" })).toContainText("b61e");
  await page.keyboard.press("1");
  await screen.ready("rehearsal");

  // Resumed in time it stays.
  await page.keyboard.press("ArrowRight");
  await expect(screen.stage).toHaveAttribute("data-phase", "running-out");
  await page.keyboard.press("ArrowLeft");
  await screen.ready("rehearsal");
  expect(await etcd.etcdctl(["get", "--keys-only", KEY])).toContain(KEY);

  await page.keyboard.press("ArrowRight");
  await screen.phase("gone");
  expect(await etcd.etcdctl(["get", "--keys-only", KEY])).not.toContain(KEY);
  const lease = await page.request.get(`${own.url}/api/v1/events?type=removed&service=orders`);
  const { events } = (await lease.json()) as { events: { at: number; before?: { leaseId: string | null } }[] };
  const end = events.find(({ before }) => before?.leaseId === leaseId);
  expect(Number(await screen.fact("actual"))).toBe(end?.at);
  // On a machine that is too busy nobody looked in time: then no number may be shown.
  const raw = await screen.says("predicted").getAttribute("data-raw");
  if (!raw) return expect(screen.says("predicted")).toContainText("was not known in time");
  const [from = 0, to = 0] = raw.split(" ").map(Number);
  expect(to - from).toBe(REMOVAL_MS);
  expect(Number(await screen.fact("lag"))).toBe(Math.round((end?.at ?? 0) - from));
});
