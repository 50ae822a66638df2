import { createPrivateKey, X509Certificate } from "node:crypto";

/** What goes with the endpoints; certificates and key as PEM texts. */
export interface SignIn {
  username?: unknown;
  password?: unknown;
  ca?: unknown;
  cert?: unknown;
  key?: unknown;
}

export type SignInField = keyof SignIn;

export interface SignInMistake {
  field: SignInField;
  /** A sentence without its full stop. */
  message: string;
}

/** How user, password, certificates and key have to go together. `nameOf` says how the reader sets each of them. */
export function checkSignIn(
  signIn: SignIn,
  secure: boolean | null,
  nameOf: (field: SignInField | "endpoints") => string,
): SignInMistake[] {
  const mistakes: SignInMistake[] = [];
  const has = (field: SignInField) => signIn[field] !== undefined;
  if (has("username") !== has("password"))
    mistakes.push({
      field: has("username") ? "password" : "username",
      message: `${nameOf("username")} and ${nameOf("password")} go together: set both or neither`,
    });
  if (has("cert") !== has("key"))
    mistakes.push({
      field: has("cert") ? "key" : "cert",
      message: `${nameOf("cert")} and ${nameOf("key")} go together: a client certificate is of no use without its key`,
    });
  const tls = (["ca", "cert", "key"] as const).filter(has);
  const [first] = tls;
  if (first !== undefined && secure === false)
    mistakes.push({
      field: first,
      message: `${tls.map(nameOf).join(", ")} need https:// endpoints, and ${nameOf("endpoints")} has http:// ones`,
    });
  return mistakes;
}

/** What a PEM text does not hold, in words for people; null where it is as it should be. */
export function pemFault(kind: "ca" | "cert" | "key", pem: string | Uint8Array): string | null {
  try {
    if (kind === "key") createPrivateKey(Buffer.from(pem));
    else new X509Certificate(pem);
    return null;
  } catch {
    return `does not hold ${kind === "key" ? "a private key without a passphrase" : "a certificate"} in PEM form`;
  }
}
