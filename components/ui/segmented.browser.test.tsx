import { useState } from "react";
import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Segmented } from "./segmented";

const OPTIONS = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
] as const;

function Span() {
  const [value, setValue] = useState<"day" | "week">("day");
  return <Segmented label="Span" value={value} options={OPTIONS} onChange={setValue} />;
}

it("says which one is chosen, and is operated by keyboard alone", async () => {
  const screen = await render(<Span />);
  const group = screen.getByRole("group", { name: "Span" });
  await expect.element(group.getByRole("button", { name: "Day", pressed: true })).toBeVisible();
  await userEvent.tab();
  await userEvent.tab();
  await expect.element(group.getByRole("button", { name: "Week" })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await expect.element(group.getByRole("button", { name: "Week", pressed: true })).toBeVisible();
  await expect.element(group.getByRole("button", { name: "Day", pressed: false })).toBeVisible();
});
