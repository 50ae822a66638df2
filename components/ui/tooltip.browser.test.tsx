import { expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Tooltip } from "./tooltip";

it("is there for the keyboard as for the pointer, and Escape takes it away", async () => {
  await render(
    <Tooltip text="Renewed twice a minute">
      <button type="button">lease</button>
    </Tooltip>,
  );
  const words = page.getByText("Renewed twice a minute");
  await expect.element(words).not.toBeInTheDocument();
  await userEvent.tab();
  await expect.element(words).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(words).not.toBeInTheDocument();
  await userEvent.hover(page.getByRole("button", { name: "lease" }));
  await expect.element(words).toBeVisible();
});
