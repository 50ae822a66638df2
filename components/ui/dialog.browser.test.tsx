import { useRef, useState } from "react";
import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Button } from "./button";
import { Dialog, Drawer } from "./dialog";
import { Menu, MenuItem } from "./menu";

function Asking({ as: Frame = Dialog }: { as?: typeof Dialog | typeof Drawer }) {
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Rename</Button>
      <Frame
        open={open}
        onClose={close}
        title="Rename it?"
        lead="Others see the new name at once."
        initialFocus={field}
        foot={<Button onClick={close}>Cancel</Button>}
      >
        <input ref={field} aria-label="Name" />
      </Frame>
    </>
  );
}

describe.each([
  ["a dialog", Dialog],
  ["a drawer", Drawer],
])("%s", (_name, frame) => {
  it("is named by its title, described by its lead, and takes the focus to where it is wanted", async () => {
    const screen = await render(<Asking as={frame} />);
    await screen.getByRole("button", { name: "Rename" }).click();
    const dialog = page.getByRole("dialog", { name: "Rename it?" });
    await expect.element(dialog).toHaveAccessibleDescription("Others see the new name at once.");
    await expect.element(dialog.getByLabelText("Name")).toHaveFocus();
  });

  it("keeps the focus within itself, and what is behind it is not there for anybody", async () => {
    const screen = await render(<Asking as={frame} />);
    await screen.getByRole("button", { name: "Rename" }).click();
    const dialog = page.getByRole("dialog");
    await expect.element(dialog.getByLabelText("Name")).toHaveFocus();
    await expect.element(page.getByRole("button", { name: "Rename" })).not.toBeInTheDocument();
    for (let step = 0; step < 6; step++) {
      await userEvent.tab();
      await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
    }
  });

  it.each([
    ["Escape", () => userEvent.keyboard("{Escape}")],
    ["its cross", () => page.getByRole("button", { name: "Close" }).click()],
    ["its own button", () => page.getByRole("button", { name: "Cancel" }).click()],
  ])("is left by %s, and the focus is where it was before", async (_way, leave) => {
    const screen = await render(<Asking as={frame} />);
    const opener = screen.getByRole("button", { name: "Rename" });
    await opener.click();
    await expect.element(page.getByRole("textbox", { name: "Name", exact: true })).toHaveFocus();
    await leave();
    await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
    await expect.element(opener).toHaveFocus();
  });

  it("has the width of a phone", async () => {
    await page.viewport(390, 844);
    try {
      const screen = await render(<Asking as={frame} />);
      await screen.getByRole("button", { name: "Rename" }).click();
      const dialog = page.getByRole("dialog");
      await expect.poll(() => dialog.element().getBoundingClientRect().left).toBe(0);
      expect(dialog.element().getBoundingClientRect().width).toBe(390);
      // Room for a thumb.
      expect(page.getByRole("button", { name: "Cancel" }).element().getBoundingClientRect().height).toBe(44);
    } finally {
      await page.viewport(1280, 800);
    }
  });
});

/** As the rows of a list do it: one menu for all of them, and a dialog that is mounted only while it is asked for. */
function AskingFromMenu() {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [asking, setAsking] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        onClick={(event) => {
          setAnchor(event.currentTarget);
          setChoosing(true);
        }}
      >
        Actions
      </button>
      <Menu open={choosing} onOpenChange={setChoosing} anchor={anchor} label="Actions">
        <MenuItem onClick={() => setAsking(true)}>Rename</MenuItem>
      </Menu>
      {asking && (
        <Dialog open onClose={() => setAsking(false)} title="Rename it?" initialFocus={name}>
          <input ref={name} aria-label="Name" />
        </Dialog>
      )}
    </>
  );
}

it("gives the focus back to the button of the menu that it was chosen from", async () => {
  const screen = await render(<AskingFromMenu />);
  const opener = screen.getByRole("button", { name: "Actions" });
  await opener.click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await expect.element(page.getByRole("textbox", { name: "Name", exact: true })).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  await expect.element(opener).toHaveFocus();
});
