import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

const endpoint = { hostname: "10.0.0.1", port: 8080 };
const html = '<img src=x onerror="alert(1)">';
const script = "</script><script>alert(2)</script>";
const bidi = "safe\u202egnp.exe";
const zeroWidth = "pay\u200bments";
const long = `long-${"x".repeat(3_000)}`;
const json = (metadata: Record<string, unknown> = {}) => JSON.stringify({ ...endpoint, metadata });
/** `JSON.stringify` would take the prototype's name for the prototype. */
const prototype = `{"hostname":"10.0.0.1","port":8080,"metadata":{"__proto__":"polluted","constructor":"c","toString":"t"}}`;

const hostile: [string, string][] = [
  [`/services/${html}/${html}/${html}`, json({ [html]: script })],
  [`/services/${bidi}/eu/${bidi}`, json({ note: bidi })],
  [`/services/${zeroWidth}/eu/one`, json()],
  ["/services/payments/eu/one", json()],
  [`/services/${long}/eu/one`, json({ [long]: long })],
  ["/services/__proto__/constructor/toString", prototype],
  ["/services/javascript:alert(3)/eu/one", json()],
  [`/services/{{7*7}}$\{7*7}/eu/a'b"c;d`, json({ quote: `'"; rm -rf /` })],
];

const unreadable: [string, string, string][] = [
  ["/services/huge/eu/one", `{"note":"${"y".repeat(1024 * 1024)}"}`, "Too large"],
  [`/services/broken/eu/${html}`, html, "Not JSON"],
];

test.beforeEach(async ({ client }) => {
  await putAll(client, hostile);
  await putAll(
    client,
    unreadable.map(([key, value]) => [key, value]),
  );
  await client.put("/services/binary/eu/\\xff\\xfe", new Uint8Array([0, 255, 254, 128]));
  await client.put("/services/latin/eu/one", new Uint8Array([0xe4, 0xf6, 0xfc]));
});

for (const [where, viewport] of [
  ["a desk", { width: 1280, height: 800 }],
  ["a phone", { width: 390, height: 844 }],
] as const) {
  test.describe(`on ${where}`, () => {
    test.use({ viewport });
    test.describe.configure({ timeout: 240_000 });

    test("services, a service, its panel and its page", async ({ page, shell, services, service }) => {
      await services.open();
      await shell.expectLive();
      await expect(services.grid).toHaveAttribute("aria-rowcount", String(hostile.length + 1));
      await shell.expectNoSidewaysScroll();
      await expect(services.grid.getByText(html).first(), "markup is shown as text").toBeVisible();
      await expect(services.grid.getByText("U+202E").first(), "what would turn the text around is named").toBeVisible();
      await expect(services.grid.getByText("U+200B").first(), "what cannot be seen is named").toBeVisible();

      for (const [key, , name = ""] of hostile.map(([key]) => [key, ...key.split("/").slice(1)])) {
        await service.open(name);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(service.grid).toHaveAttribute("aria-rowcount", "2");
        await shell.expectNoSidewaysScroll();
        await page.goto(`/instances/${encodeURIComponent(key ?? "")}`);
        await expect(page.getByRole("heading", { name: "Metadata" })).toBeVisible();
        await shell.expectNoSidewaysScroll();
      }
      await service.open("__proto__", `?instance=${encodeURIComponent("/services/__proto__/constructor/toString")}`);
      await expect(page.getByRole("table", { name: "Metadata" })).toContainText("polluted");
      expect(await page.evaluate(() => ({}) as Record<string, unknown>)).toEqual({});
      await shell.expectNoSidewaysScroll();
    });

    test("what no layout reads, and what happened", async ({ page, shell, unrecognized, events }) => {
      await unrecognized.open();
      await shell.expectLive();
      for (const [key, , reason] of unreadable) await expect(unrecognized.row(key)).toContainText(reason);
      await expect(unrecognized.row("/services/binary/eu/")).toContainText(/\\xff\\xfe/);
      await expect(unrecognized.row("/services/latin/eu/one")).toContainText("Not UTF-8");
      await shell.expectNoSidewaysScroll();
      for (const key of ["/services/binary/eu/\\xff\\xfe", ...unreadable.map(([key]) => key)]) {
        await unrecognized.open(`?key=${encodeURIComponent(key)}`);
        await expect(page.getByRole("heading", { name: "What to do" })).toBeVisible();
        await shell.expectNoSidewaysScroll();
      }
      await events.open();
      await expect(events.grid).toBeAttached();
      await shell.expectNoSidewaysScroll();
      await events.open(`?q=${encodeURIComponent(html)}`);
      await expect(events.filter).toHaveValue(html);
    });
  });
}

test("a change with a hostile value is told as text", async ({ client, shell, events }) => {
  await events.open();
  await shell.expectLive();
  await putAll(client, [["/services/web/eu/one", json()]]);
  await expect(events.row("Registered").first()).toContainText("web");
  await putAll(client, [["/services/web/eu/one", json({ note: html })]]);
  await expect(events.row("Changed").first()).toContainText(html);
  await putAll(client, [[`/services/${html}/eu/two`, json()]]);
  await expect(events.row(html).first()).toBeVisible();
});
