import { useState } from "react";
import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Chip, Chips } from "./chip";

function Filters() {
  const [on, setOn] = useState(false);
  return (
    <Chips label="States">
      <Chip pressed={on} onPressedChange={setOn} state="late" count={12_345}>
        late
      </Chip>
    </Chips>
  );
}

it("is a button that is on or off, with how many it would leave, in a named group", async () => {
  const screen = await render(<Filters />);
  const chip = screen.getByRole("group", { name: "States" }).getByRole("button", { name: /12.345 ?late/ });
  await expect.element(chip).toHaveAttribute("aria-pressed", "false");
  await userEvent.tab();
  await userEvent.keyboard(" ");
  await expect.element(chip).toHaveAttribute("aria-pressed", "true");
  await chip.click();
  await expect.element(chip).toHaveAttribute("aria-pressed", "false");
});
