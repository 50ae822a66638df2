/**
 * Cookies of the console, `rollcall-<port>` among them. Cookies know no ports: a browser keeps one jar for all programs
 * of a host. Without this, a registered service would be handed the operator's session, or could set it. With the
 * prefixes of browsers (`__Host-`, `__Secure-`, `__Http-`), and as the value of a cookie without a name, which a browser
 * sends as if it were one with that name.
 */
const OWN = /^=?\s*(?:__[a-z-]+-)?rollcall/i;

/** What goes to an instance of a `Cookie` header. Null where nothing is left. */
export function cookiesForInstance(value: string): string | null {
  if (!/rollcall/i.test(value)) return value;
  const passed = value.split(";").filter((pair) => !OWN.test(pair.trim()));
  return passed.length === 0 ? null : passed.join(";").trim();
}

/**
 * A `Set-Cookie` of an instance as it goes to the browser: valid under the service's own path only, and for this host
 * only, since all services share one origin here. Null for what cannot be kept apart so: the console's own names,
 * cookies without a name, and `__Host-`, which browsers take for the path `/` alone.
 *
 * `prefix` is the service's path (`/proxy/web`), `path` what was asked of the instance: a cookie that names no path is
 * for that path's folder (RFC 6265 5.1.4).
 */
export function cookieForBrowser(value: string, prefix: string, path: string): string | null {
  const [pair = "", ...attributes] = value.split(";");
  const equals = pair.indexOf("=");
  const name = equals < 0 ? "" : pair.slice(0, equals).trim();
  if (name === "" || OWN.test(name) || /^__host-/i.test(name)) return null;
  let within: string | null = null;
  const kept = attributes.filter((attribute) => {
    const [key = ""] = attribute.split("=", 1);
    const is = key.trim().toLowerCase();
    if (is === "path") within = attribute.slice(key.length + 1).trim();
    return is !== "path" && is !== "domain";
  });
  return [pair, ...kept, ` Path=${prefix}${folderOf(within, path)}`].join(";");
}

/** Below the service's path; empty for all of it. Without the last slash, so that `/proxy/web` itself belongs to it. */
function folderOf(named: string | null, path: string): string {
  if (named?.startsWith("/")) return named === "/" ? "" : named;
  const [asked = ""] = path.split("?", 1);
  return asked.slice(0, Math.max(0, asked.lastIndexOf("/")));
}

/** The service's path as the browser wrote it: cookies compare it letter by letter. `;` would end the attribute. */
export function cookiePrefix(encodedService: string): string {
  return `/proxy/${encodedService.replaceAll(/[^\x21-\x3a\x3c-\x7e]/g, encodeURIComponent)}`;
}
