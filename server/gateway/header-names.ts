/**
 * Header names come in few spellings, and judging each anew for every request is dear. `judge` gets the name in lower
 * case. What is remembered is bounded: a client chooses its spellings.
 */
export function judgedNames<Judgement>(judge: (name: string) => Judgement): (spelled: string) => Named<Judgement> {
  const known = new Map<string, Named<Judgement>>();
  return (spelled) => {
    const found = known.get(spelled);
    if (found) return found;
    const name = spelled.toLowerCase();
    const named = { name, is: judge(name) };
    if (known.size < MOST_SPELLINGS && spelled.length <= LONGEST) known.set(spelled, named);
    return named;
  };
}

export interface Named<Judgement> {
  /** In lower case. */
  name: string;
  is: Judgement;
}

const MOST_SPELLINGS = 1_000;
const LONGEST = 64;

/**
 * As programs behind CGI, WSGI and Rack see a name: `X_Forwarded_For` and `X-Forwarded-For` are one variable there, and
 * some servers treat every other sign that way, too.
 */
export function asVariable(name: string): string {
  return name.replaceAll(/[^a-z0-9]/g, "-");
}

/** Of one connection only (RFC 9110 7.6.1); what `Connection` names comes on top. */
export const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
];

/** What `Connection` names is of this connection only. `close` and `keep-alive` are its own words. */
export function namedByConnection(connection: string): ReadonlySet<string> | null {
  if (connection === "keep-alive" || connection === "close") return null;
  return new Set(connection.split(",").map((name) => name.trim().toLowerCase()));
}
