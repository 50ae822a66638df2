import { expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Button } from "./button";
import { ToastProvider, useToast } from "./toast";

function Doer() {
  const toast = useToast();
  return (
    <Button
      onClick={() =>
        toast({
          title: "web-1 evicted.",
          description: "At revision 12.",
          timeout: 0,
          data: { state: "gone", link: { href: "/audit?entry=1", label: "Audit entry" } },
        })
      }
    >
      Do it
    </Button>
  );
}

const doIt = async () => {
  await render(
    <ToastProvider>
      <Doer />
    </ToastProvider>,
  );
  await page.getByRole("button", { name: "Do it" }).click();
};

it("says what was done, aloud, and where it can be read again", async () => {
  await doIt();
  const said = page.getByRole("region", { name: "Notifications" });
  await expect.element(said).toHaveAttribute("aria-live", "polite");
  await expect.element(said.getByText("web-1 evicted.")).toBeVisible();
  await expect.element(said.getByRole("link", { name: "Audit entry" })).toHaveAttribute("href", "/audit?entry=1");
});

it("is closed by its cross", async () => {
  await doIt();
  // The cross is there as soon as somebody turns to the notifications.
  await userEvent.hover(page.getByRole("link", { name: "Audit entry" }));
  await page.getByRole("button", { name: "Close" }).click();
  await expect.element(page.getByRole("link", { name: "Audit entry" })).not.toBeInTheDocument();
});
