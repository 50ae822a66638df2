import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { LayoutsAnswer } from "@/lib/api/layouts";
import type { RegistrationPreview } from "@/lib/api/registrations";
import { type Answer, openAction, problem, written } from "../../testing/console";

const layouts: LayoutsAnswer = {
  layouts: [
    {
      id: "plain",
      title: "Plain",
      defaultPrefix: "/s/",
      prefixes: ["/s/"],
      rules: [{ key: "/s/{service}/{instance}", role: "instance", codec: "address" }],
      write: { put: "fields", delete: "ok", note: "Others write it in the same way." },
    },
  ],
};

const preview: RegistrationPreview = {
  key: "/s/web/10.0.0.9:80",
  value: { text: "10.0.0.9:80", base64: "MTAuMC4wLjk6ODA=", bytes: 11 },
  layout: "plain",
  prefix: "/s/",
  ttlSeconds: 15,
  hold: "console",
  checks: [{ check: "key-free", state: "good", words: "Nothing is stored at this key." }],
  etcdctl: "etcdctl put /s/web/10.0.0.9:80 10.0.0.9:80",
};

const registered = {
  revision: "5",
  auditId: "audit-1",
  key: preview.key,
  leaseId: "1",
  ttlSeconds: 15,
  modRevision: "5",
};

const dryRun = (body: unknown = preview, status = 200): Answer => ({
  method: "POST",
  path: "registrations",
  query: "dryRun=true",
  status,
  body,
});
const open = (answers: readonly Answer[]) =>
  openAction([{ path: "layouts", body: layouts }, ...answers], [], (actions) => actions.register(), /^Register /);
const field = (name: string) => page.getByRole("textbox", { name, exact: true });
const register = () => page.getByRole("button", { name: "Register", exact: true });

async function fill() {
  await field("Service").fill("web");
  await field("Host").fill("10.0.0.9");
  await field("Port").fill("80");
}

describe("registering by hand", () => {
  it("shows the exact bytes as soon as they are known, and sends them for a reason only", async () => {
    const { dialog } = await open([dryRun(), { method: "POST", path: "registrations", body: registered }]);
    await expect.element(dialog).toHaveAccessibleName("Register an instance");
    await expect.element(field("Service")).toHaveFocus();
    await expect.element(dialog.getByText("Something is missing still.")).toBeVisible();
    await fill();
    const written_ = dialog.getByRole("complementary", { name: "What will be written" });
    await expect.element(written_.getByText("/s/web/10.0.0.9:80").first()).toBeVisible();
    await expect.element(written_.getByText("Nothing is stored at this key.")).toBeVisible();
    await expect.element(dialog.getByText("A reason is missing.")).toBeVisible();
    await expect.element(register()).toBeDisabled();
    expect(await written()).toEqual([]);

    await field("Reason").fill("For a test.");
    await register().click();
    await expect.element(dialog).not.toBeInTheDocument();
    const [sent] = await written();
    expect(sent?.body).toMatchObject({
      layout: "plain",
      service: "web",
      host: "10.0.0.9",
      port: 80,
      reason: "For a test.",
    });
    await expect.element(page.getByRole("region", { name: "Notifications" })).toHaveTextContent(/web registered/);
  });

  it("does not write over what is there", async () => {
    const taken = { check: "key-free", state: "bad", words: "Something is stored at this key." } as const;
    const { dialog } = await open([dryRun({ ...preview, checks: [taken] })]);
    await fill();
    await field("Reason").fill("For a test.");
    await expect.element(dialog.getByText("Something is stored at this key.")).toBeVisible();
    await expect.element(dialog.getByRole("img", { name: "bad" })).toBeVisible();
    await expect.element(register()).toBeDisabled();
  });

  it("says which field is wrong, at the field", async () => {
    const wrong = problem("invalid-request", {
      status: 400,
      detail: "The request does not fit.",
      fields: [{ field: "/port", message: "must be at most 65535" }],
    });
    await open([dryRun(wrong.body, wrong.status)]);
    await fill();
    await field("Port").fill("70000");
    await expect.element(field("Port")).toHaveAccessibleDescription("must be at most 65535");
    await expect.element(field("Port")).toBeInvalid();
    await expect.element(field("Host")).not.toHaveAttribute("aria-invalid");
  });

  it("keeps what was typed where it is not known whether it was written, and says so", async () => {
    const { dialog } = await open([
      dryRun(),
      {
        method: "POST",
        path: "registrations",
        ...problem("etcd-timeout", { status: 504, detail: "etcd took too long." }),
      },
    ]);
    await fill();
    await field("Reason").fill("For a test.");
    await register().click();
    await expect.element(dialog.getByText(/Whether it was registered is not known/)).toBeVisible();
    await expect.element(field("Service")).toHaveValue("web");
  });

  it("takes further names and values, and lets them go again, by keyboard", async () => {
    const { dialog } = await open([dryRun()]);
    await fill();
    await dialog.getByRole("button", { name: "Add an entry" }).click();
    await field("Name of entry 1").fill("zone");
    await userEvent.tab();
    await expect.element(field("Value of entry 1")).toHaveFocus();
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    await expect.element(field("Name of entry 1")).not.toBeInTheDocument();
  });
});
