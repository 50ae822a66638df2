import { useState } from "react";
import { expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Button } from "./button";
import { Menu, MenuItem, MenuRadioGroup, MenuRadioItem } from "./menu";

function Things({ onCopy, onEvict }: { onCopy?: () => void; onEvict?: () => void }) {
  const [theme, setTheme] = useState("dark");
  return (
    <Menu label="Things" trigger={<Button>More</Button>}>
      <MenuItem onClick={onCopy}>Copy</MenuItem>
      <MenuItem danger disabled onClick={onEvict}>
        Evict
      </MenuItem>
      <MenuRadioGroup value={theme} onValueChange={setTheme}>
        <MenuRadioItem value="dark">Dark</MenuRadioItem>
        <MenuRadioItem value="light">Light</MenuRadioItem>
      </MenuRadioGroup>
    </Menu>
  );
}

it("is opened, walked through and left by keyboard; the focus comes back to its button", async () => {
  const screen = await render(<Things />);
  const more = screen.getByRole("button", { name: "More" });
  await userEvent.tab();
  await expect.element(more).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByRole("menu")).toBeVisible();
  await expect.element(page.getByRole("menuitem", { name: "Copy" })).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  await expect.element(page.getByRole("menuitemradio", { name: "Dark" })).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("menu")).not.toBeInTheDocument();
  await expect.element(more).toHaveFocus();
});

it("does what is chosen, once, and closes", async () => {
  const onCopy = vi.fn();
  const screen = await render(<Things onCopy={onCopy} />);
  await screen.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Copy" }).click();
  await expect.element(page.getByRole("menu")).not.toBeInTheDocument();
  expect(onCopy).toHaveBeenCalledTimes(1);
});

it("says what cannot be done now, and does not do it", async () => {
  const onEvict = vi.fn();
  await render(<Things onEvict={onEvict} />);
  await userEvent.tab();
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByRole("menuitem", { name: "Copy" })).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}");
  const evict = page.getByRole("menuitem", { name: "Evict" });
  await expect.element(evict).toHaveFocus();
  await expect.element(evict).toHaveAttribute("aria-disabled", "true");
  await userEvent.keyboard("{Enter}");
  // A pointer's click would wait until it can be done.
  evict.element().dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(onEvict).not.toHaveBeenCalled();
});

it("marks the chosen one of a few, also for ears", async () => {
  const screen = await render(<Things />);
  await screen.getByRole("button", { name: "More" }).click();
  await expect.element(page.getByRole("menuitemradio", { name: "Dark" })).toBeChecked();
  await page.getByRole("menuitemradio", { name: "Light" }).click();
  await expect.element(page.getByRole("menuitemradio", { name: "Light" })).toBeChecked();
  await expect.element(page.getByRole("menuitemradio", { name: "Dark" })).not.toBeChecked();
});
