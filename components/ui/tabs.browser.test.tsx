import { useState } from "react";
import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Tabs, tabPanelProps } from "./tabs";

const OPTIONS = [
  { value: "instances", label: "Instances", count: 3 },
  { value: "events", label: "Events" },
  { value: "raw", label: "Raw" },
] as const;

function Sheets() {
  const [value, setValue] = useState<(typeof OPTIONS)[number]["value"]>("instances");
  return (
    <>
      <Tabs label="Parts" id="parts" value={value} options={OPTIONS} onChange={setValue} />
      <div {...tabPanelProps("parts", value)}>{value} are here</div>
      <button type="button">after</button>
    </>
  );
}

it("are one tab stop; arrow keys move through them and around the ends, and the panel follows", async () => {
  const screen = await render(<Sheets />);
  const tab = (name: RegExp) => screen.getByRole("tab", { name });
  await userEvent.tab();
  await expect.element(tab(/Instances/)).toHaveFocus();
  await userEvent.keyboard("{ArrowRight}");
  await expect.element(tab(/Events/)).toHaveFocus();
  await expect.element(tab(/Events/)).toHaveAttribute("aria-selected", "true");
  await expect.element(screen.getByRole("tabpanel", { name: "Events" })).toHaveTextContent("events are here");
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  await expect.element(tab(/Raw/)).toHaveFocus();
  await userEvent.tab();
  await expect.element(screen.getByRole("button", { name: "after" })).toHaveFocus();
});

it("name the panel that they control", async () => {
  const screen = await render(<Sheets />);
  const panel = screen.getByRole("tabpanel").element();
  await expect.element(screen.getByRole("tab", { name: /Instances/ })).toHaveAttribute("aria-controls", panel.id);
});
