import { readFileSync } from "node:fs";
import { readEndpoints } from "@/lib/etcd/endpoints";
import { checkSignIn, pemFault } from "@/lib/etcd/sign-in";
import { SETTINGS, type SettingName, type Settings } from "./settings";
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
  if (settings.endpoints === undefined) {
    const alone = (["username", "password", "ca", "cert", "key"] as const).filter((name) => given.has(name));
    if (alone.length > 0)
      mistakes.push(`${alone.map(nameOf).join(", ")} belong to an etcd of your own: set ETCD_ENDPOINTS, too.`);
    return null;
  }
  const {
    endpoints,
    secure,
    mistakes: wrong,
  } = readEndpoints(settings.endpoints, {
    username: "ETCD_USERNAME",
    password: "ETCD_PASSWORD",
  });
  mistakes.push(...wrong.map((sentence) => `${nameOf("endpoints")} ${sentence}.`));
  const { username, password } = settings;
  const tls = (["ca", "cert", "key"] as const).filter((name) => given.has(name));
  const signIn = checkSignIn(settings, secure, (field) => given.get(field)?.from ?? SETTINGS[field].env);
  mistakes.push(...signIn.map(({ message }) => `${message}.`));
  const files = Object.fromEntries(
    tls.flatMap((name) => {
      const pem = readPem(name, settings[name] ?? "", nameOf(name), mistakes);
      return pem === null ? [] : [[name, pem]];
    }),
  );
  return {
    endpoints,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...files,
  };
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
  const fault = pemFault(kind, pem);
  if (fault === null) return pem;
  mistakes.push(`${name} names ${path}, which ${fault}.`);
  return null;
}
