import { useState } from "react";
import { expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { SearchField } from "./search-field";

function Filter({ onChange }: { onChange?: (value: string) => void }) {
  const [value, setValue] = useState("");
  const [address, setAddress] = useState("");
  return (
    <>
      <SearchField
        label="Filter"
        value={address}
        onChange={(text) => {
          setValue(text);
          onChange?.(text);
        }}
      />
      <button type="button" onClick={() => setAddress(value.slice(0, -1))}>
        late echo
      </button>
      <button type="button" onClick={() => setAddress("from a link")}>
        link
      </button>
    </>
  );
}

it("is emptied by Escape, and left by Escape again", async () => {
  const onChange = vi.fn();
  const screen = await render(<Filter onChange={onChange} />);
  const field = screen.getByRole("searchbox", { name: "Filter" });
  await field.click();
  await userEvent.keyboard("state:late");
  await expect.element(field).toHaveValue("state:late");
  await userEvent.keyboard("{Escape}");
  await expect.element(field).toHaveValue("");
  await expect.element(field).toHaveFocus();
  expect(onChange).toHaveBeenLastCalledWith("");
  await userEvent.keyboard("{Escape}");
  await expect.element(field).not.toHaveFocus();
});

it("is emptied by its button, and then typed into", async () => {
  const screen = await render(<Filter />);
  const field = screen.getByRole("searchbox", { name: "Filter" });
  await expect.element(screen.getByRole("button", { name: "Clear the filter" })).not.toBeInTheDocument();
  await field.fill("web");
  await screen.getByRole("button", { name: "Clear the filter" }).click();
  await expect.element(field).toHaveValue("");
  await expect.element(field).toHaveFocus();
});

// The address answers later than the next letter comes: its echo took the last letter away.
it("keeps what is being typed when the address answers late, and follows the address when nobody is in it", async () => {
  const screen = await render(<Filter />);
  const field = screen.getByRole("searchbox", { name: "Filter" });
  await field.fill("abc");
  // Without leaving the field.
  (screen.getByRole("button", { name: "late echo" }).element() as HTMLButtonElement).click();
  await expect.element(field).toHaveValue("abc");
  await screen.getByRole("button", { name: "link" }).click();
  await expect.element(field).toHaveValue("from a link");
});
