import { useState } from "react";
import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Choices } from "./choices";
import { CheckLine, FormField, Input, Select, TextArea } from "./form-field";

it("is named by its label and described by its hint", async () => {
  const screen = await render(
    <FormField label="Port" aside="optional" hint="From 1 to 65535.">
      {(props) => <Input {...props} />}
    </FormField>,
  );
  const port = screen.getByRole("textbox", { name: "Port" });
  await expect.element(port).toHaveAccessibleDescription("From 1 to 65535.");
  await expect.element(port).not.toHaveAttribute("aria-invalid");
});

it("says what is wrong in the place of what helps, and is marked as wrong", async () => {
  const screen = await render(
    <>
      <FormField label="Reason" hint="Shown in the trail." error="is missing">
        {(props) => <TextArea {...props} />}
      </FormField>
      <FormField label="Note">{(props) => <TextArea {...props} />}</FormField>
    </>,
  );
  const reason = screen.getByRole("textbox", { name: "Reason" });
  await expect.element(reason).toHaveAccessibleDescription("is missing");
  await expect.element(reason).toBeInvalid();
  const note = screen.getByRole("textbox", { name: "Note" }).element();
  expect(getComputedStyle(reason.element()).borderColor).not.toBe(getComputedStyle(note).borderColor);
});

it("has a select that is the browser's own", async () => {
  const screen = await render(
    <FormField label="Layout">
      {(props) => (
        <Select {...props}>
          <option>go-kit</option>
          <option>etcd-naming</option>
        </Select>
      )}
    </FormField>,
  );
  const select = screen.getByRole("combobox", { name: "Layout" });
  await select.selectOptions("etcd-naming");
  await expect.element(select).toHaveValue("etcd-naming");
});

it("has a tick that the space bar and its sentence set", async () => {
  const screen = await render(<CheckLine>Look whether something answers there.</CheckLine>);
  const box = screen.getByRole("checkbox", { name: "Look whether something answers there." });
  await userEvent.tab();
  await userEvent.keyboard(" ");
  await expect.element(box).toBeChecked();
  await screen.getByText("Look whether something answers there.").click();
  await expect.element(box).not.toBeChecked();
});

function Keepers() {
  const [value, setValue] = useState<"console" | "nobody" | "static">("console");
  return (
    <Choices
      label="Who keeps it"
      value={value}
      onChange={setValue}
      options={[
        { value: "console", label: "This console", means: "Until it ends." },
        { value: "nobody", label: "Nobody", means: "It runs out.", disabled: true },
        { value: "static", label: "No lease", means: "It stays." },
      ]}
    />
  );
}

it("has choices that arrow keys walk through, past what cannot be chosen, each with what follows from it", async () => {
  const screen = await render(<Keepers />);
  const choice = (name: RegExp) => screen.getByRole("group", { name: "Who keeps it" }).getByRole("radio", { name });
  await userEvent.tab();
  await expect.element(choice(/This console.*Until it ends/)).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}");
  await expect.element(choice(/No lease.*It stays/)).toBeChecked();
  await expect.element(choice(/Nobody/)).toBeDisabled();
});
