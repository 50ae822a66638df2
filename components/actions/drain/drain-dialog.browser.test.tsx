import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type Answer, openAction, problem, written } from "../../testing/console";

const A = "/s/web/a";

const guards: Answer = {
  method: "POST",
  path: "guards",
  body: { revision: "4", passes: [A], refused: [], guards: [], services: [] },
};

const open = (answers: readonly Answer[]) =>
  openAction(answers, [A], (actions, rows) => actions.drain(rows), /^Drain /);
const drain = () => page.getByRole("button", { name: /^Drain/ });
const reason = () => page.getByRole("textbox", { name: "Reason" });

describe("draining", () => {
  it("does not take a moment that has passed, and says so at the field", async () => {
    const { dialog } = await open([guards]);
    await reason().fill("A break.");
    await dialog.getByRole("combobox", { name: "For how long" }).selectOptions("Until a moment");
    const until = dialog.getByLabelText("Until");
    await until.fill("2020-01-01T00:00");
    await expect.element(until).toHaveAccessibleDescription("has to lie in the future");
    await expect.element(until).toBeInvalid();
    await expect.element(drain()).toBeDisabled();
    await until.fill("2999-01-01T00:00");
    await expect.element(until).not.toHaveAttribute("aria-invalid");
    await expect.element(drain()).toBeEnabled();
  });

  it("is left by Escape, and nothing was sent", async () => {
    const { dialog } = await open([guards]);
    await expect.element(reason()).toHaveFocus();
    await userEvent.keyboard("A break.{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    expect(await written()).toEqual([]);
  });

  it("stays open where it failed, with what the console says of it", async () => {
    const { dialog } = await open([
      guards,
      {
        method: "POST",
        path: "drains",
        ...problem("etcd-unavailable", { status: 503, detail: "etcd does not answer." }),
      },
    ]);
    await reason().fill("A break.");
    await drain().click();
    await expect
      .element(dialog.getByRole("list", { name: "Instance by instance" }))
      .toHaveTextContent(/etcd does not answer/);
    await expect.element(reason()).toHaveValue("A break.");
    await expect.element(drain()).toBeEnabled();
  });
});
