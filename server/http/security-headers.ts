import type { ServerResponse } from "node:http";

/**
 * On every answer. The policy given here allows nothing: it stands for API answers and files; pages get their own,
 * with a nonce, from proxy.ts, which takes this one's place. No HSTS: this server speaks http.
 */
const HEADERS: readonly (readonly [string, string])[] = [
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"],
  ["X-DNS-Prefetch-Control", "off"],
];

/**
 * A worker obeys the policy of the file it was made from, not the page's: those of the build load the rest of their code
 * with importScripts, from here. https://www.w3.org/TR/CSP3/#initialize-global-object-csp
 */
const BUILD_POLICY =
  "default-src 'none'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function setSecurityHeaders(response: ServerResponse, path: string): void {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
  if (path.startsWith("/_next/static/")) response.setHeader("Content-Security-Policy", BUILD_POLICY);
}
