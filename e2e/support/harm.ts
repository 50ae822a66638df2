import type { BrowserContext } from "@playwright/test";

/** What no page may ever do, whatever is in the registry; grows while the context lives. */
export function watchForHarm(context: BrowserContext): readonly string[] {
  const harm: string[] = [];
  context.on("weberror", (error) => harm.push(`script error: ${error.error().message}`));
  context.on("dialog", (dialog) => {
    harm.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss().catch(() => {});
  });
  context.on("console", (message) => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) harm.push(`policy: ${message.text()}`);
  });
  return harm;
}
