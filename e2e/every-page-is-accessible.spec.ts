import { expectNoViolations } from "./support/accessible";
import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

const value = '{"hostname":"10.0.0.1","port":8080,"metadata":{"version":"1.2","password":"secret"}}';
const KEY = "/services/orders/eu/orders-1";
const LOADED = [
  ["services", "/services", "grid"],
  ["a service", "/services/orders", "grid"],
  ["what happened to a service", "/services/orders?tab=events", "list"],
  ["a service with a panel open", `/services/orders?instance=${encodeURIComponent(KEY)}`, "complementary"],
  ["an instance", `/instances/${encodeURIComponent(KEY)}`, "table"],
  ["an instance that is gone", `/instances/${encodeURIComponent("/services/orders/eu/orders-2")}`, "table"],
  ["an instance that never was", "/instances/never", "main"],
  ["events", "/events", "grid"],
  ["balancer", "/balancer", "list"],
  [
    "balancer with all policies",
    "/balancer?policy=random&policy=round-robin&policy=weighted-round-robin&policy=least-requests&policy=rendezvous",
    "list",
  ],
  ["unrecognized", "/unrecognized", "grid"],
  ["an unrecognized key", "/unrecognized?key=%2Fservices%2Fbroken%2Feu%2F1", "complementary"],
  ["no such page", "/nowhere", "main"],
] as const;

test("with nothing registered", async ({ page, shell }) => {
  for (const path of ["/services", "/events", "/unrecognized", "/services/nobody"]) {
    await page.goto(path);
    await shell.expectLive();
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expectNoViolations(page, `${path}, empty`);
  }
});

test.describe("with a registry", () => {
  test.beforeEach(async ({ console: _, client, del, put }) => {
    // The console first: what happens before it watches is not in its history.
    await putAll(client, [
      [KEY, value],
      ["/services/orders/eu/orders-2", value],
      ["/services/web/us/web-1", value],
      ["/services/broken/eu/1", "{"],
    ]);
    await put(KEY, value.replace("8080", "9090"));
    await del("/services/orders/eu/orders-2");
  });

  test("every page, and the panel beside it", async ({ page, shell }) => {
    test.setTimeout(240_000);
    for (const [what, path, role] of LOADED) {
      await page.goto(path);
      await shell.expectLive();
      await expect(page.getByRole(role).first()).toBeVisible();
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectNoViolations(page, what);
    }
  });

  test("on a phone", async ({ page, shell }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["/services", "/services/orders", "/events", "/balancer", "/unrecognized"]) {
      await page.goto(path);
      await shell.expectLive();
      await expect(page.getByRole(path === "/balancer" ? "list" : "grid").first()).toBeVisible();
      await expectNoViolations(page, `${path} on a phone`);
    }
    await page.goto(`/services/orders?instance=${encodeURIComponent(KEY)}`);
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectNoViolations(page, "the panel on a phone");
  });

  test("the map, the wallboard, the trail and the rehearsal", async ({ page, shell }) => {
    await page.goto("/");
    await shell.expectLive();
    await expect(page.getByRole("button", { name: /^orders in eu:/ })).toBeVisible();
    await expectNoViolations(page, "the map");
    for (const path of ["/wall", "/audit", "/stage/rehearse"]) {
      await page.goto(path);
      await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
      await expectNoViolations(page, path);
    }
  });

  test("dialogs and menus", async ({ page, shell, services }) => {
    await services.open();
    await shell.expectLive();
    await page.keyboard.press("ControlOrMeta+k");
    await expect(shell.palette.getByRole("option").first()).toBeVisible();
    await expectNoViolations(page, "the palette");
    await page.keyboard.type("zzzz nothing");
    await expect(shell.palette).toContainText("Nothing matches");
    await expectNoViolations(page, "the palette without a match");
    await page.keyboard.press("Escape");
    await expect(shell.palette).toBeHidden();
    await page.keyboard.press("?");
    await expect(shell.help).toBeVisible();
    await expectNoViolations(page, "the keys");
    await page.keyboard.press("Escape");
    await expect(shell.help).toBeHidden();
    await page.getByRole("button", { name: "Theme" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    // A menu floats above every landmark.
    await expectNoViolations(page, "the theme menu", ["region"]);
  });

  test("stale, and without the console", async ({ page, shell, services, events, faultProxy, console: own }) => {
    await services.open();
    await shell.expectLive();
    await faultProxy.refuse();
    await shell.expectStale();
    await expectNoViolations(page, "stale services");
    await shell.goTo("Events");
    await expect(events.grid).toBeVisible();
    await expectNoViolations(page, "stale events");
    await own.stop();
    await expect(shell.light).toHaveText("Console lost");
    await expectNoViolations(page, "events without the console");
  });

  test("nothing moves for who wants no motion", async ({ page, shell, services, put }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await services.open();
    await shell.expectLive();
    await put("/services/fresh/eu/1", value);
    await expect(services.row("fresh")).toBeVisible();
    const moving = await page.evaluate(() =>
      document.getAnimations().flatMap((animation) => {
        const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
        const frames = animation.effect instanceof KeyframeEffect ? animation.effect.getKeyframes() : [];
        const moves = frames.some((frame) => "transform" in frame || "translate" in frame || "scale" in frame);
        return moves && (Number(duration) > 1 || iterations === Infinity) ? [String(duration)] : [];
      }),
    );
    expect(moving).toEqual([]);
  });

  test.describe("where writes are allowed", () => {
    test.use({ consoleEnv: { ROLLCALL_WRITES: "1" } });

    // Its sentence stood there as if it had happened.
    test("a record that nobody signed, which is told as a claim", async ({ page, put }) => {
      const claim = "Every payment was stopped by order of the board.";
      const id = `${String(Date.now()).padStart(13, "0")}-00000001`;
      const record = {
        at: Date.now(),
        actor: "mallory",
        role: "admin",
        console: "ops",
        action: "evict",
        key: KEY,
        service: "orders",
        instance: "orders-1",
        leaseId: null,
        keys: [KEY],
        reason: null,
        mode: "key",
        overridden: [],
        outcome: "done",
        detail: claim,
        refusedBy: [],
        revision: "created",
        aftermath: null,
        of: null,
      };
      await put(`/rollcall/audit/${id}`, JSON.stringify(record));
      await page.goto(`/audit?entry=${id}`);
      const row = page.getByRole("grid", { name: "Audit trail" }).getByRole("row").filter({ hasText: "mallory" });
      await expect(row).toContainText("Claims: Evict");
      await expect(row).not.toContainText(claim);
      const panel = page.getByRole("complementary", { name: "Audit entry" });
      await expect(panel).toContainText("Unsigned record");
      await expect(panel.getByText(claim)).toBeVisible();
      await expect(panel).toContainText(/What it claims, unverified[\s\S]*Claims to say/);
      await expect(panel.getByRole("link")).toHaveCount(0);
      await expectNoViolations(page, "an unsigned record");
    });
  });
});
