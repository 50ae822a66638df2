import type { Page } from "@playwright/test";
import { expectNoViolations } from "./support/accessible";
import type { TestConsole } from "./support/console";
import { descendantsOf, inProcessTable } from "./support/processes";
import { createStageScreen, createWitness, type StageScreen } from "./support/talk";
import { test as base, expect } from "./support/test";

/** A console with its own etcd and the fleet. */
const test = base.extend<{ own: TestConsole }>({
  own: async ({ startOwnConsole }, use) => use(await startOwnConsole()),
  baseURL: async ({ own }, use) => use(own.url),
});

const RESET_WITHIN_MS = 5_000;

test.setTimeout(240_000);

test("reset in mid-act, windows that come and go, an etcd that hangs: the talk goes on", async ({
  context,
  page,
  own,
}) => {
  const screen = await createStageScreen(page);
  const witness = await createWitness(own.url);
  await page.goto("/stage");
  await screen.ready("register");
  await page.keyboard.press("3");
  await screen.ready("kill");

  await test.step("reset in mid-act, pressed twice", async () => {
    await page.keyboard.press("ArrowRight");
    await screen.phase("running-out");
    await page.keyboard.press("r");
    await page.keyboard.press("r");
    await expectReset(screen, "kill");
  });

  await test.step("a speaker's window opened late, and the first one reloaded, show the same", async () => {
    const dying = await witness.member();
    await page.keyboard.press("ArrowRight");
    await expect(screen.stage).toHaveAttribute("data-cues", "1");
    const desk = await openDesk(page);
    await expect(desk.main).toHaveAttribute("data-act", "kill");
    await expect(desk.main).toHaveAttribute("data-cues", "1");
    await expect(desk.main).toContainText(`kill -9 ${dying?.pid}`);
    await page.reload();
    await screen.phase("gone");
    await expect(desk.main).toHaveAttribute("data-phase", "gone");
    // Whoever it was that saw the lease run out, it is one end, told in one way.
    for (const id of ["predicted", "actual"])
      await expect(desk.fact(id)).toHaveAttribute("data-raw", (await screen.says(id).getAttribute("data-raw")) ?? "");
    expect(inProcessTable(dying?.pid ?? 0)).toBe("gone");
    await desk.page.close();
  });

  await test.step("closed and opened again, it leads as well", async () => {
    await page.keyboard.press("4");
    await screen.ready("hung");
    const desk = await openDesk(page);
    await expect(desk.main).toHaveAttribute("data-act", "hung");
    await expect(desk.main).toHaveAttribute("data-ready", "true");
    await desk.page.keyboard.press("PageDown");
    await expect(screen.stage).toHaveAttribute("data-cues", "1");
    await page.keyboard.press("f");
    await expect(screen.stage).toHaveAttribute("data-frozen", "");
    await expect(desk.main).toHaveAttribute("data-phase", "gone");
    await expect(screen.stage).toHaveAttribute("data-phase", "running-out");
    await desk.page.keyboard.press(".");
    await expect(page.getByRole("img", { name: "Black" })).toBeVisible();
    await desk.page.keyboard.press("b");
    await expect(page.getByRole("img", { name: "Black" })).toHaveCount(0);
    await page.keyboard.press("f");
    await screen.phase("gone");
  });

  await test.step("etcd hangs: what cannot be done is told, and one key sets it right when etcd is back", async () => {
    const etcd = descendantsOf(own.pid).find(({ name }) => name === "etcd");
    process.kill(etcd?.pid ?? 0, "SIGSTOP");
    try {
      await page.keyboard.press("r");
      await expect(page.getByRole("alert")).toBeVisible({ timeout: 30_000 });
    } finally {
      process.kill(etcd?.pid ?? 0, "SIGCONT");
    }
    await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press("r");
    await expectReset(screen, "hung");
    expect((await witness.member())?.process).toBe("running");
  });

  const desk = context.pages().find((one) => one.url().endsWith("/speaker"));
  await expectNoViolations(page, "the stage");
  if (desk) await expectNoViolations(desk, "the speaker's window");
  expect(desk).toBeDefined();
  witness.stop();
});

/** The act stands at its beginning again, and the time that was measured for it is what was promised. */
async function expectReset(screen: StageScreen, act: string): Promise<void> {
  await screen.ready(act);
  await expect(screen.stage).toHaveAttribute("data-cues", "0");
  expect(Number(await screen.fact("reset"))).toBeLessThan(RESET_WITHIN_MS);
}

async function openDesk(stage: Page) {
  const page = await stage.context().newPage();
  await page.goto("/stage/speaker");
  const main = page.locator("main[data-act]");
  return { page, main, fact: (id: string) => main.locator(`[data-fact="${id}"]`) };
}
