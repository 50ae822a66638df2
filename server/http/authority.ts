/** A host name with its port, as `Host` headers, origins and absolute request targets carry it. */
export interface Authority {
  /** In lower case and without a final dot; an IPv6 address in its shortest form, without brackets. */
  name: string;
  /** Null where none is written. */
  port: number | null;
}

/** `name`, `name:port`, `[address]` or `[address]:port`; null where the text is none of these. */
export function parseAuthority(text: string): Authority | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/i.exec(text);
  if (!match) return null;
  const [, address, name, port] = match;
  const shown = address === undefined ? name?.toLowerCase().replace(/\.$/, "") : shortest(address);
  if (!shown) return null;
  return { name: shown, port: port === undefined ? null : Number(port) };
}

/** Whether both lead to the same place where a missing port means `defaultPort`. */
export function isSameAuthority(one: Authority, other: Authority, defaultPort: number): boolean {
  return one.name === other.name && (one.port ?? defaultPort) === (other.port ?? defaultPort);
}

export interface Origin {
  scheme: "http" | "https";
  authority: Authority;
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

export const defaultPortOf = (scheme: Origin["scheme"]): number => DEFAULT_PORTS[scheme];

/** `https://name:port`. Null for everything else, `null` among it, which browsers send for pages without an origin. */
export function parseOrigin(text: string): Origin | null {
  const match = /^(https?):\/\/([^/?#]+)$/i.exec(text);
  const authority = match?.[2] === undefined ? null : parseAuthority(match[2]);
  if (!authority) return null;
  return { scheme: match?.[1]?.toLowerCase() === "https" ? "https" : "http", authority };
}

/** The same text for every spelling of an origin: `HTTPS://Portal.example:443` and `https://portal.example` are one. */
export function originKey({ scheme, authority }: Origin): string {
  return `${scheme}://${authority.name}:${authority.port ?? defaultPortOf(scheme)}`;
}

/** Null where it is no IPv6 address. */
function shortest(address: string): string | null {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : null;
}
