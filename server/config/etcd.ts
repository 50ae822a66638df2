import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { SettingName, Settings } from "./settings";
import type { Given } from "./sources";

/** How to reach somebody's own etcd. */
export interface EtcdConfig {
  endpoints: string[];
  username?: string;
  password?: string;
  /** PEM. */
  ca?: string;
  cert?: string;
  key?: string;
}

type NameOf = (setting: SettingName) => string;

/** Null: an embedded etcd of our own. Every mistake is added to `mistakes`. */
export function readEtcd(
  settings: Settings,
  given: ReadonlyMap<SettingName, Given>,
  mistakes: string[],
): EtcdConfig | null {
  const nameOf: NameOf = (setting) => given.get(setting)?.from ?? setting;
  if (!settings.endpoints || settings.endpoints.length === 0) {
    const alone = (["username", "password", "ca", "cert", "key"] as const).filter((name) => given.has(name));
    if (alone.length > 0)
      mistakes.push(`${alone.map(nameOf).join(", ")} belong to an etcd of your own: set ETCD_ENDPOINTS, too.`);
    return null;
  }
  const secure = readEndpoints(settings.endpoints, nameOf("endpoints"), mistakes);
  const { username, password } = settings;
  if ((username === undefined) !== (password === undefined))
    mistakes.push("ETCD_USERNAME and ETCD_PASSWORD go together: set both or neither.");
  if ((settings.cert === undefined) !== (settings.key === undefined))
    mistakes.push("ETCD_CERT and ETCD_KEY go together: a client certificate is of no use without its key.");
  const tls = (["ca", "cert", "key"] as const).filter((name) => given.has(name));
  if (tls.length > 0 && secure === false)
    mistakes.push(
      `${tls.map(nameOf).join(", ")} need https:// endpoints, and ${nameOf("endpoints")} has http:// ones.`,
    );
  const files = Object.fromEntries(
    tls.flatMap((name) => {
      const pem = readPem(name, settings[name] ?? "", nameOf(name), mistakes);
      return pem === null ? [] : [[name, pem]];
    }),
  );
  return {
    endpoints: settings.endpoints.map((endpoint) => endpoint.replace(/\/$/, "")),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...files,
  };
}

/** Whether they speak TLS; null where that cannot be said. */
function readEndpoints(endpoints: readonly string[], name: string, mistakes: string[]): boolean | null {
  const schemes = new Set<string>();
  for (const endpoint of endpoints) {
    const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
    if (!url || !["http:", "https:"].includes(url.protocol)) {
      const shown = endpoint.includes("@") ? "an endpoint" : JSON.stringify(endpoint);
      mistakes.push(`${name}: ${shown} is not of the form http://host:2379 or https://host:2379.`);
      continue;
    }
    schemes.add(url.protocol);
    if (url.username || url.password)
      mistakes.push(
        `${name}: put user and password into ETCD_USERNAME and ETCD_PASSWORD, not into the address of ${url.host}.`,
      );
    if (url.pathname !== "/" || url.search || url.hash)
      mistakes.push(
        `${name}: ${url.protocol}//${url.host} is an address without a path; remove ${JSON.stringify(url.pathname + url.search + url.hash)}.`,
      );
    if (url.port === "" && !/:(?:80|443)\/?$/.test(endpoint))
      mistakes.push(
        `${name}: ${endpoint} names no port; etcd's is usually 2379, as in ${url.protocol}//${url.hostname}:2379.`,
      );
  }
  if (schemes.size > 1) mistakes.push(`${name} mixes http:// and https://; all endpoints must be of one kind.`);
  return schemes.size === 1 ? schemes.has("https:") : null;
}

function readPem(kind: "ca" | "cert" | "key", path: string, name: string, mistakes: string[]): string | null {
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const why =
      code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read by this user" : "cannot be read";
    mistakes.push(`${name} names ${path}, which ${why}.`);
    return null;
  }
  try {
    if (kind === "key") createPrivateKey(pem);
    else new X509Certificate(pem);
  } catch {
    const wanted = kind === "key" ? "a private key without a passphrase" : "a certificate";
    mistakes.push(`${name} names ${path}, which does not hold ${wanted} in PEM form.`);
    return null;
  }
  return pem;
}
