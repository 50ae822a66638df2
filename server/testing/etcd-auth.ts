import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestEtcd } from "./etcd-process";

export interface EtcdAuth {
  rootPassword: string;
  users?: EtcdUser[];
  /** Tokens that run out after so long (JWT); where it is left out, etcd's simple tokens of 5 minutes. */
  tokenTtlSeconds?: number;
}

export interface EtcdUser {
  name: string;
  /** Left out: a user known by the common name of a client certificate alone. */
  password?: string;
  access: "read" | "readwrite";
  /** Everything where it is left out. */
  prefix?: string;
}

/** Makes root and the users with a role each, then turns authentication on. */
export async function enableAuth(etcd: TestEtcd, auth: EtcdAuth): Promise<void> {
  await etcd.etcdctl(["user", "add", `root:${auth.rootPassword}`]);
  await etcd.etcdctl(["user", "grant-role", "root", "root"]).catch(async () => {
    await etcd.etcdctl(["role", "add", "root"]);
    await etcd.etcdctl(["user", "grant-role", "root", "root"]);
  });
  for (const user of auth.users ?? []) await addUser(etcd, user);
  await etcd.etcdctl(["auth", "enable"]);
}

/** Also while authentication is on. */
export async function addUser(etcd: TestEtcd, user: EtcdUser): Promise<void> {
  const role = `role-of-${user.name}`;
  const range = user.prefix === undefined ? ["", "--from-key=true"] : [user.prefix, "--prefix=true"];
  await etcd.etcdctl(["role", "add", role]);
  await etcd.etcdctl(["role", "grant-permission", role, user.access, ...range]);
  await etcd.etcdctl(
    user.password === undefined
      ? ["user", "add", user.name, "--no-password"]
      : ["user", "add", `${user.name}:${user.password}`],
  );
  await etcd.etcdctl(["user", "grant-role", user.name, role]);
}

/** `--auth-token-ttl` is new in 3.5; a JWT's time to live works in every version. */
export async function tokenFlags(folder: string, auth: EtcdAuth): Promise<string[]> {
  if (auth.tokenTtlSeconds === undefined) return [];
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicKey = join(folder, "token-public.pem");
  const privateKey = join(folder, "token-private.pem");
  await writeFile(publicKey, keys.publicKey.export({ type: "spki", format: "pem" }));
  await writeFile(privateKey, keys.privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  return [
    "--auth-token",
    `jwt,pub-key=${publicKey},priv-key=${privateKey},sign-method=RS256,ttl=${auth.tokenTtlSeconds}s`,
  ];
}
