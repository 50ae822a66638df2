/** Secrets that say by their own form what they are, whatever stands before them. Each expression is linear. */
import { REDACTED } from "./redacted";

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g;
/**
 * JSON web tokens, AWS access keys, tokens of GitHub, GitLab, Slack, Stripe, Google, Vault, npm, Telegram, SendGrid, Grafana,
 * Hugging Face, DigitalOcean, Docker, and hashes of passwords. They begin where no other one can stand, so that no run of
 * characters is looked at twice.
 */
const TELLING =
  /(?<![\w-])(?:eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?|A(?:KIA|SIA)[A-Z0-9]{16}(?![\w-])|gh[opsru]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|[rs]k_(?:live|test)_\w{16,}|sk-[\w-]{32,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|hv[bs]\.[\w-]{20,}|npm_\w{30,}|hf_[A-Za-z0-9]{30,}|do[opr]_v1_[0-9a-f]{40,}|dckr_pat_[\w-]{20,}|gl(?:sa|c)_[\w=-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|\d{8,10}:AA[\w-]{32,33}(?![\w-])|\$(?:2[aby]|apr1|argon2(?:id?|d)|[156y])\$[^\s$"',;]{1,60}\$[^\s"',;]{8,})/g;
/**
 * Addresses that let whoever knows them write: incoming webhooks of chats and relatives. What follows the first group is the
 * secret. Also without a host where the path alone says it (Slack's `/services/T…/B…/…`).
 */
const WEBHOOK = new RegExp(
  `(${[
    "(?<![\\w-])hooks\\.slack(?:-gov)?\\.com/(?:services|workflows|triggers)/",
    "(?<![\\w-])discord(?:app)?\\.com/api/(?:v\\d{1,2}/)?webhooks/",
    "\\.webhook\\.office\\.com/webhookb2/",
    "(?<![\\w-])outlook\\.office(?:365)?\\.com/webhook(?:b2)?/",
    "(?<![\\w-])api\\.telegram\\.org/(?:file/)?bot",
    "(?<![\\w-])chat\\.googleapis\\.com/v1/spaces/[\\w-]{1,64}/messages\\?",
    "(?<![\\w-])open\\.(?:feishu\\.cn|larksuite\\.com)/open-apis/bot/v2/hook/",
    "(?<![\\w-])qyapi\\.weixin\\.qq\\.com/cgi-bin/webhook/send\\?key=",
    "(?<![\\w-])hooks\\.zapier\\.com/hooks/catch/",
    "(?<![\\w-])hook\\.[a-z]{2}\\d\\.make\\.com/",
    "(?<![\\w-])maker\\.ifttt\\.com/trigger/[\\w-]{1,64}/(?:json/)?with/key/",
    "(?<![\\w-])events\\.pagerduty\\.com/integration/",
    "(?<![\\w-])hc-ping\\.com/",
    "/hooks/(?=[a-z0-9]{26}(?![\\w-]))",
    "/services/(?=T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/\\w{12,})",
  ].join("|")})[^\\s"'<>\\\\)\\]},;]+`,
  "gi",
);
/** Credentials as HTTP writes them, without a header's name before them. */
const CREDENTIALS =
  /(?<![\w-])(?:(Basic) +([A-Za-z0-9+/_-]{4,}={0,2})(?![^\s,;"'}\]])|(Bearer|Token|Negotiate|NTLM) +(?=[A-Za-z._~+/-]*[0-9=])[\w.~+/-]{8,}=*|(Digest|AWS4-HMAC-SHA256|Hawk) +(?=\w+ ?=)[^\r\n]*)/g;
/** A line of netrc, or several: `machine h login u password p`. */
const NETRC = /(?<!\S)(?:machine\s+\S+|default)(?:\s+(?:login|user|account|password|port)\s+(?:"[^"\r\n]*"?|\S+))+/g;
const NETRC_PASSWORD = /(?<=\s)((?:password|account)\s+)("[^"\r\n]*"?|\S+)/g;

export function redactPrivateKeys(text: string): string {
  return text.includes("PRIVATE KEY-----") ? text.replace(PRIVATE_KEY, REDACTED) : text;
}

export function redactForms(text: string): string {
  const told = text.replace(TELLING, REDACTED).replace(WEBHOOK, `$1${REDACTED}`);
  return redactNetrc(told.replace(CREDENTIALS, redactCredentials));
}

/** Only what is credentials: "Basic settings" are not. */
function redactCredentials(whole: string, basic?: string, base64?: string, bearer?: string, digest?: string): string {
  if (basic !== undefined) return isUserAndPassword(base64 ?? "") ? `${basic} ${REDACTED}` : whole;
  return `${bearer ?? digest ?? ""} ${REDACTED}`;
}

function isUserAndPassword(base64: string): boolean {
  try {
    return atob(base64.replaceAll("-", "+").replaceAll("_", "/")).includes(":");
  } catch {
    return false;
  }
}

function redactNetrc(text: string): string {
  if (!text.includes("password")) return text;
  return text.replace(NETRC, (entry) =>
    /\s(?:login|user|password)\s/.test(entry) ? entry.replace(NETRC_PASSWORD, `$1${REDACTED}`) : entry,
  );
}
