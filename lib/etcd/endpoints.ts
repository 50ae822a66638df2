/** Where etcd is, as people write it: one reader for the configuration and for the discovery library. */
export interface Endpoints {
  /** `http://host:port`, in the order they were given, each once. */
  endpoints: string[];
  /** Whether they speak TLS; null where that cannot be said. */
  secure: boolean | null;
  /** What is wrong, a sentence each without a full stop, to follow the name of the setting. Never repeats a password. */
  mistakes: string[];
}

/** Where user and password belong, as the reader of a mistake would set them. */
export interface SignInNames {
  username: string;
  password: string;
}

const FORM = "http://host:2379 or https://host:2379";

/** Reads a list of endpoints, or a text that separates them by commas. Blanks around them fall away. */
export function readEndpoints(given: unknown, names: SignInNames): Endpoints {
  const written = typeof given === "string" ? given.split(",") : given;
  const none: Endpoints = { endpoints: [], secure: null, mistakes: [`has to name where etcd is, as in ${FORM}`] };
  if (!Array.isArray(written)) return none;
  const texts = written.map((one: unknown) => (typeof one === "string" ? one.trim() : one)).filter((one) => one !== "");
  if (texts.length === 0) return none;
  const schemes = new Set<string>();
  const endpoints = new Set<string>();
  const mistakes: string[] = [];
  for (const text of texts) {
    const url = typeof text === "string" && /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null;
    if (typeof text !== "string" || !url) {
      mistakes.push(`holds ${shown(text)}, which is not of the form ${FORM}`);
      continue;
    }
    schemes.add(url.protocol);
    const port = portOf(text, url);
    if (url.username || url.password)
      mistakes.push(
        `holds a sign-in; put user and password into ${names.username} and ${names.password}, not into the address of ${url.host}`,
      );
    if (url.pathname !== "/" || url.search || url.hash)
      mistakes.push(
        `holds ${url.protocol}//${url.host} with a path; remove ${JSON.stringify(url.pathname + url.search + url.hash)}`,
      );
    if (port === null)
      mistakes.push(
        `holds ${url.protocol}//${url.hostname}, which names no port; etcd's is usually 2379, as in ${url.protocol}//${url.hostname}:2379`,
      );
    else if (port === "0") mistakes.push(`holds ${url.protocol}//${url.host}: nothing listens on port 0`);
    endpoints.add(`${url.protocol}//${url.hostname}:${port}`);
  }
  if (schemes.size > 1) mistakes.push("mixes http:// and https://; all endpoints must be of one kind");
  return { endpoints: [...endpoints], secure: schemes.size === 1 ? schemes.has("https:") : null, mistakes };
}

/** URL leaves out the usual port of its scheme even where it was written. */
function portOf(text: string, url: URL): string | null {
  if (url.port !== "") return url.port;
  const authority = text.replace(/^https?:\/\//i, "").split(/[/?#]/, 1)[0] ?? "";
  return /:\d+$/.test(authority) ? (url.protocol === "https:" ? "443" : "80") : null;
}

function shown(text: unknown): string {
  if (typeof text !== "string") return text === null ? "null" : `a value of type ${typeof text}`;
  return text.includes("@") ? "an endpoint" : JSON.stringify(text.slice(0, 200));
}
