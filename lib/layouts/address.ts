/** Where something answers, as a registration writes it. */
export interface Address {
  protocol: string | null;
  /** IPv6 without brackets. */
  host: string;
  /** 0 where none is given (0 itself is none) and the scheme has no usual one. */
  port: number;
}

export interface Url extends Address {
  /** With its `/`; empty where there is none. */
  path: string;
  query: [string, string][];
}

const FORBIDDEN = '/?#@[]"<>\\';
const USUAL_PORTS: Record<string, number> = { http: 80, https: 443, ws: 80, wss: 443 };

/** `host:port`, `[v6]:port`, `scheme://host:port/…`, with blanks around host and port. Null for anything else. */
export function parseAddress(written: string): Address | null {
  const text = written.trim();
  const url = text.includes("://") ? parseUrl(text) : null;
  if (url !== null) return { protocol: url.protocol, host: url.host, port: url.port };
  const address = parseAuthority(text);
  return address?.port === undefined || address === null
    ? null
    : { protocol: null, host: address.host, port: address.port };
}

export function formatAddress(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * Reads a URL without the corrections that WHATWG's URL makes: the host stays as it was written, any scheme will do.
 * User and password are left out.
 */
export function parseUrl(text: string): Url | null {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/([\s\S]*)$/i.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return null;
  const protocol = scheme.toLowerCase();
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const address = parseAuthority(authority.slice(authority.lastIndexOf("@") + 1));
  if (address === null) return null;
  const [beforeHash = ""] = (end < 0 ? "" : rest.slice(end)).split("#", 1);
  const question = beforeHash.indexOf("?");
  return {
    protocol,
    host: address.host,
    port: address.port || (Object.hasOwn(USUAL_PORTS, protocol) ? (USUAL_PORTS[protocol] ?? 0) : 0),
    path: question < 0 ? beforeHash : beforeHash.slice(0, question),
    query: question < 0 ? [] : parseForm(beforeHash.slice(question + 1)),
  };
}

/** `a=b&c=d`; what is badly escaped stays as it stands. */
export function parseForm(text: string): [string, string][] {
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0
        ? [unescapeForm(pair), ""]
        : [unescapeForm(pair.slice(0, equals)), unescapeForm(pair.slice(equals + 1))];
    });
}

/**
 * A host alone: a name, IPv4, or IPv6 with or without brackets; blanks around it fall away. Null where it is something
 * else.
 */
export function parseHost(written: string): string | null {
  const text = written.trim();
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (bare === "" || !isPlain(bare)) return null;
  const colon = bare.indexOf(":");
  if (colon < 0) return bare === text ? bare : null;
  return bare.includes(":", colon + 1) && /^[0-9a-f:.]+(?:%.+)?$/i.test(bare) ? bare : null;
}

/** No spaces, no control characters, nothing that ends a host in a URL. A loop: every key comes through here. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0x2028 || code === 0x2029) return false;
    if (code < 0x7f && FORBIDDEN.includes(text.charAt(index))) return false;
  }
  return true;
}

/** Digits only, 0 to 65535, with blanks around them; null otherwise. 0 is no port. */
export function parsePort(written: string): number | null {
  const text = written.trim();
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= 65535 ? port : null;
}

/** `port` is undefined where none is written. */
function parseAuthority(text: string): { host: string; port: number | undefined } | null {
  const colon = text.lastIndexOf(":");
  if (colon < 0 || text.endsWith("]")) {
    const host = parseHost(text);
    return host === null ? null : { host, port: undefined };
  }
  const written = text.slice(0, colon);
  // Without brackets nobody can tell an IPv6 address's last group from a port.
  if (written.includes(":") && !written.startsWith("[")) return null;
  const host = parseHost(written);
  const port = parsePort(text.slice(colon + 1));
  return host === null || port === null ? null : { host, port };
}

function unescapeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
