import { useState } from "react";
import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { type Column, VirtualTable } from "./virtual-table";

interface Row {
  id: string;
  title?: string;
}

const ROWS: readonly Row[] = Array.from({ length: 1_000 }, (_, index) => ({ id: `row-${index}` }));
const COLUMNS: readonly Column<Row>[] = [
  { id: "name", header: "Name", track: "minmax(0, 1fr)", cell: ({ id }) => id },
  { id: "more", header: "More", track: "120px", from: 700, cell: () => "more" },
];
const idOf = ({ id }: Row) => id;
const height = () => 40;

function List({ rows = ROWS }: { rows?: readonly Row[] }) {
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <input aria-label="Filter" />
      <p role="status">opened {opened ?? "nothing"}</p>
      <div data-scroll="" style={{ height: 400, overflow: "auto" }}>
        <VirtualTable
          label="Rows"
          rows={rows}
          rowId={idOf}
          columns={COLUMNS}
          rowHeight={height}
          groupTitle={({ title }) => title ?? null}
          selectedId={opened}
          onOpen={({ id }) => setOpened(id)}
        />
      </div>
    </>
  );
}

const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name}( more)?$`) });

describe("a virtual table", () => {
  it("says how many rows it has, and draws those in sight only", async () => {
    const screen = await render(<List />);
    await expect.element(screen.getByRole("grid", { name: "Rows" })).toHaveAttribute("aria-rowcount", "1001");
    await expect.element(row("row-0")).toHaveAttribute("aria-rowindex", "2");
    expect(screen.getByRole("row").elements().length).toBeLessThan(60);
  });

  it("is one tab stop; arrow keys, pages and ends move the focus, also to rows that are not drawn yet", async () => {
    await render(<List />);
    await page.getByLabelText("Filter").click();
    await userEvent.tab();
    await expect.element(row("row-0")).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}");
    await expect.element(row("row-1")).toHaveFocus();
    await userEvent.keyboard("{PageDown}");
    await expect.element(row("row-11")).toHaveFocus();
    await userEvent.keyboard("{End}");
    await expect.element(row("row-999")).toHaveFocus();
    await expect.element(row("row-999")).toBeInViewport();
    await userEvent.keyboard("{Home}");
    await expect.element(row("row-0")).toHaveFocus();
    await expect.poll(() => document.querySelectorAll("[role=row][tabindex='0']").length).toBe(1);
  });

  it("hears j and k from anywhere on the page, but not while somebody types", async () => {
    await render(<List />);
    await expect.element(row("row-0")).toBeVisible();
    await userEvent.keyboard("j");
    await expect.element(row("row-0")).toHaveFocus();
    await userEvent.keyboard("jjk");
    await expect.element(row("row-1")).toHaveFocus();
    await page.getByLabelText("Filter").click();
    await userEvent.keyboard("jk");
    await expect.element(page.getByLabelText("Filter")).toHaveValue("jk");
    await expect.element(page.getByLabelText("Filter")).toHaveFocus();
  });

  it("opens by Enter and by a click, and says which one is open", async () => {
    await render(<List />);
    await userEvent.keyboard("jj{Enter}");
    await expect.element(page.getByRole("status")).toHaveTextContent("opened row-1");
    await expect.element(row("row-1")).toHaveAttribute("aria-selected", "true");
    await row("row-4").click();
    await expect.element(page.getByRole("status")).toHaveTextContent("opened row-4");
    await expect.element(row("row-1")).toHaveAttribute("aria-selected", "false");
  });

  it("steps over headings", async () => {
    const rows = [{ id: "a" }, { id: "heading", title: "The others" }, { id: "b" }];
    await render(<List rows={rows} />);
    await userEvent.keyboard("jj");
    await expect.element(row("b")).toHaveFocus();
    await userEvent.keyboard("k");
    await expect.element(row("a")).toHaveFocus();
  });

  it("leaves out columns that have no room", async () => {
    await page.viewport(600, 800);
    try {
      await render(<List />);
      await expect.element(page.getByRole("columnheader", { name: "More" })).not.toBeInTheDocument();
      await page.viewport(1280, 800);
      await expect.element(page.getByRole("columnheader", { name: "More" })).toBeVisible();
    } finally {
      await page.viewport(1280, 800);
    }
  });
});
