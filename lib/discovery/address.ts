import type { ProblemField } from "@/lib/errors";
import type { EtcdClientOptions } from "@/lib/etcd/client";
import { readEndpoints } from "@/lib/etcd/endpoints";
import { checkSignIn, pemFault, type SignInField } from "@/lib/etcd/sign-in";

/** What the `etcd` option of this library means, and what is wrong with it: the rules of the console's configuration. */
export function readAddress(given: unknown): { options: EtcdClientOptions; wrong: ProblemField[] } {
  const whole = isOptions(given) ? given : { endpoints: given };
  const at = (field: string) => (isOptions(given) ? `etcd/${field}` : "etcd");
  const { endpoints, secure, mistakes } = readEndpoints(whole.endpoints, {
    username: "etcd.username",
    password: "etcd.password",
  });
  const wrong: ProblemField[] = mistakes.map((message) => ({ field: at("endpoints"), message }));
  const texts = isOptions(given) ? checkTexts(given) : [];
  wrong.push(...texts);
  if (isOptions(given) && texts.length === 0)
    wrong.push(...checkSignIn(given, secure, (field) => field).map((one) => ({ ...one, field: at(one.field) })));
  const { timeoutMs } = whole as Partial<EtcdClientOptions>;
  if (timeoutMs !== undefined && !(Number.isFinite(timeoutMs) && timeoutMs > 0))
    wrong.push({ field: at("timeoutMs"), message: "should be a number of milliseconds above 0" });
  return { options: { ...whole, endpoints }, wrong };
}

function isOptions(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function checkTexts(given: Readonly<Record<string, unknown>>): ProblemField[] {
  return (["username", "password", "ca", "cert", "key"] as const satisfies SignInField[]).flatMap((field) => {
    const value = given[field];
    if (value === undefined) return [];
    if (field === "username" || field === "password")
      return typeof value === "string" && value !== ""
        ? []
        : [{ field: `etcd/${field}`, message: "should be a text that is not empty" }];
    const fault =
      typeof value === "string" || value instanceof Uint8Array
        ? pemFault(field, value)
        : "should be the text of a file in PEM form";
    return fault === null ? [] : [{ field: `etcd/${field}`, message: fault }];
  });
}
