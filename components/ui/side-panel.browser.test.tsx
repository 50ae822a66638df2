import { afterEach, describe, expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { SidePanel } from "./side-panel";

function Open({ onClose }: { onClose: () => void }) {
  return (
    <>
      <input aria-label="Filter" />
      <button type="button">in the list</button>
      <SidePanel label="Instance" title="web-1" onClose={onClose}>
        <p>its lease</p>
      </SidePanel>
    </>
  );
}

afterEach(() => page.viewport(1280, 800));

describe("a side panel", () => {
  it("stands beside the list as a landmark, leaves the keyboard there, and can be scrolled by keyboard", async () => {
    await render(<Open onClose={() => {}} />);
    const panel = page.getByRole("complementary", { name: "Instance" });
    await expect.element(panel.getByRole("heading", { name: "web-1" })).toBeVisible();
    await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
    await page.getByRole("button", { name: "in the list" }).click();
    await userEvent.tab();
    await userEvent.tab();
    await expect.element(panel.getByRole("region", { name: "Instance details" })).toHaveFocus();
  });

  it("is closed by Escape, but not by the Escape of somebody who types", async () => {
    const onClose = vi.fn();
    await render(<Open onClose={onClose} />);
    await page.getByLabelText("Filter").click();
    await userEvent.keyboard("{Escape}");
    expect(onClose).not.toHaveBeenCalled();
    await page.getByRole("button", { name: "in the list" }).click();
    await userEvent.keyboard("{Escape}");
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it("is a dialog over the list where there is no room beside it", async () => {
    await page.viewport(390, 844);
    const onClose = vi.fn();
    await render(<Open onClose={onClose} />);
    await expect.element(page.getByRole("dialog", { name: "web-1" })).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => onClose.mock.calls.length).toBe(1);
  });
});
