import { readSecret } from "@/server/webhook/signature";
import type { SettingName, Settings } from "./settings";
import type { Given } from "./sources";

/** Where to tell of expiries and of services below their minimum. */
export interface WebhookConfig {
  url: string;
  key: Uint8Array;
}

/** Null: nobody is told. Every mistake is added to `mistakes`; none of them repeats the secret. */
export function readWebhook(
  { webhookUrl, webhookSecret }: Settings,
  given: ReadonlyMap<SettingName, Given>,
  mistakes: string[],
): WebhookConfig | null {
  const urlFrom = given.get("webhookUrl")?.from ?? "ROLLCALL_WEBHOOK_URL";
  const secretFrom = given.get("webhookSecret")?.from ?? "ROLLCALL_WEBHOOK_SECRET";
  if (webhookUrl === undefined && webhookSecret === undefined) return null;
  if (webhookUrl === undefined || webhookSecret === undefined) {
    mistakes.push(`${urlFrom} and ${secretFrom} go together: every message is signed. ${HOW_TO_MAKE_ONE}`);
    return null;
  }
  const url = URL.canParse(webhookUrl) ? new URL(webhookUrl) : null;
  if (!url || !["http:", "https:"].includes(url.protocol))
    mistakes.push(`${urlFrom} is not an address like https://alerts.example.com/rollcall.`);
  else if (url.username || url.password)
    mistakes.push(
      `${urlFrom} holds a user or a password, which are not sent: the signature is what proves the sender.`,
    );
  const key = readSecret(webhookSecret);
  if (!key) mistakes.push(`${secretFrom} is not whsec_ and 24 to 64 bytes in base64. ${HOW_TO_MAKE_ONE}`);
  return url && key ? { url: url.href, key } : null;
}

const HOW_TO_MAKE_ONE = "Make one: echo whsec_$(openssl rand -base64 32)";
