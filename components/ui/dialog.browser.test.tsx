import { useRef, useState } from "react";
import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Button } from "./button";
import { Dialog } from "./dialog";

function Asking() {
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Rename</Button>
      <Dialog
        open={open}
        onClose={close}
        title="Rename it?"
        lead="Others see the new name at once."
        initialFocus={field}
        foot={<Button onClick={close}>Cancel</Button>}
      >
        <input ref={field} aria-label="Name" />
      </Dialog>
    </>
  );
}

describe("a dialog", () => {
  it("is named by its title, described by its lead, and takes the focus to where it is wanted", async () => {
    const screen = await render(<Asking />);
    await screen.getByRole("button", { name: "Rename" }).click();
    const dialog = page.getByRole("dialog", { name: "Rename it?" });
    await expect.element(dialog).toHaveAccessibleDescription("Others see the new name at once.");
    await expect.element(dialog.getByLabelText("Name")).toHaveFocus();
  });

  it("keeps the focus within itself, and what is behind it is not there for anybody", async () => {
    const screen = await render(<Asking />);
    await screen.getByRole("button", { name: "Rename" }).click();
    const dialog = page.getByRole("dialog");
    await expect.element(dialog.getByLabelText("Name")).toHaveFocus();
    await expect.element(page.getByRole("button", { name: "Rename" })).not.toBeInTheDocument();
    for (let step = 0; step < 6; step++) {
      await userEvent.tab();
      await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
    }
  });
});
