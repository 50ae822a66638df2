import { ETCD_RULES, WAY_RULES } from "./error-rules";
import { EtcdError, type EtcdErrorCode } from "./port";

/** What grpc says when a call or a stream fails. */
export interface GrpcFailure {
  code?: number | undefined;
  details?: string | undefined;
  message?: string | undefined;
}

const BY_GRPC_CODE: Record<number, readonly [EtcdErrorCode, (at: string) => string]> = {
  1: ["cancelled", () => "The request was cancelled."],
  3: ["invalid", () => "etcd says that the request is not valid."],
  4: ["timeout", (at) => `${at} did not answer in time.`],
  7: ["permission-denied", (at) => `${at} does not allow this to our user.`],
  8: ["overloaded", (at) => `${at} has too much to do: ask again in a moment.`],
  5: ["invalid", (at) => `${at} does not find what the request names.`],
  6: ["invalid", (at) => `${at} has this already.`],
  9: ["invalid", () => "etcd's state does not allow this request."],
  11: ["invalid", () => "etcd says that the request is out of range."],
  10: ["invalid", (at) => `${at} broke the request off: ask again.`],
  12: ["invalid", (at) => `${at} does not know this request: it may be too old, or not be etcd.`],
  14: ["unavailable", (at) => `${at} cannot be reached.`],
  15: ["corrupt", (at) => `${at} says that it has lost or damaged data.`],
  2: ["invalid", (at) => `${at} could not do this.`],
  13: ["unavailable", (at) => `The connection to ${at} broke.`],
  16: ["unauthenticated", (at) => `${at} does not accept our sign-in.`],
};

/**
 * Turns grpc's and etcd's words into one of our codes and a sentence. `at` names the endpoint. This is the only place
 * through which they pass: what grpc says of itself stays behind, in the error's `cause`.
 */
export function toEtcdError(failure: unknown, at = "etcd"): EtcdError {
  if (failure instanceof EtcdError) return failure;
  const { code, said } = facts(failure);
  const own = ownWords(said);
  const found =
    (own.startsWith(ETCD) ? ETCD_RULES.find(({ words }) => words.test(own)) : undefined) ??
    [...WAY_RULES, ...ETCD_RULES].find(({ words }) => words.test(said));
  const byCode = code === undefined ? undefined : BY_GRPC_CODE[code];
  const known = found ?? (byCode && { code: byCode[0], says: byCode[1], hint: undefined });
  const more = found || own === "" ? "" : ` It says: ${own}`;
  const message = `${known?.says(at) ?? `${at} failed.`}${more}`;
  const hint = found?.hint ?? (/^No connection established/.test(said) ? "never-done" : null);
  return new EtcdError(known?.code ?? "internal", message, own || message, { hint, cause: said });
}

/** Sending it again elsewhere cannot do it twice: it never left, or was refused before it was looked at. */
export function neverDone(error: EtcdError): boolean {
  return error.hint === "never-done";
}

/** The token, not the user, was refused (or there was none, because etcd asked for none before): sign in anew. */
export function tokenRefused(error: EtcdError): boolean {
  return error.hint === "token-refused";
}

const ETCD = "etcdserver: ";

/** What grpc wraps around others' words, and what it adds about its own machinery. */
const GRPC_FRAMES: readonly RegExp[] = [
  /^rpc error: code = \w+ desc = /,
  /^\d{1,2} [A-Z_]+: /,
  /^(?:\w+: )?No (?:connection established|addresses resolved)\.? ?/,
  /^Last error: /,
  /^Error: /,
  /\.? ?Resolution note:[\s\S]*$/,
  /^Deadline exceeded[\s\S]*$/i,
  /^Name resolution failed for target \S*$/,
  /^(?:Failed to connect|Call(?:ed)? cancelled|Cancelled on client|Connection dropped|Unknown error|Unknown Error)$/,
  /^(?:Received RST_STREAM|Received HTTP status|Received message|Stream (?:refused|closed)|Subchannel not ready|Picked subchannel|No (?:message|status information) received|Channel (?:closed|has been)|Attempted to send message|Internal server error|Failed to start HTTP\/2 stream|(?:Response|Request) message)[\s\S]*$/,
  /^(?:null|undefined)$/,
];

/** etcd's own words, or the socket's, without grpc's; empty where only grpc spoke. */
function ownWords(said: string): string {
  const etcd = said.indexOf(ETCD);
  const words = etcd < 0 ? said : said.slice(etcd);
  return GRPC_FRAMES.reduce((text, frame) => text.replace(frame, "").trim(), words);
}

function facts(failure: unknown): { code: number | undefined; said: string } {
  if (typeof failure !== "object" || failure === null) return { code: undefined, said: String(failure) };
  const { code, details, message } = failure as GrpcFailure;
  return { code: typeof code === "number" ? code : undefined, said: details || message || "" };
}
