import { type NextRequest, NextResponse } from "next/server";

/**
 * Gives every page its content security policy with a nonce of its own. Next reads the nonce from the request's policy
 * and puts it on its scripts and styles; app/layout.tsx reads `x-nonce` for everything else.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = policyFor(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

function policyFor(nonce: string, development: boolean): string {
  const directives = {
    "default-src": "'none'",
    // React's development build explains errors with eval; the production build does without.
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // Hot reload swaps style sheets without a nonce.
    "style-src": development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    // In browsers of today 'self' covers the socket of the same host and port.
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

export const config = {
  // Everything but files that need no nonce: those of the build and those of public/, by name (Next reads this line without
  // running it). Prefetches too: what they fetch is a page's payload, not a document.
  matcher: [
    "/((?!_next/static|_next/image|(?:favicon\\.ico|icon\\.svg|icon-48\\.png|icon-192\\.png|icon-512\\.png|icon-maskable-512\\.png|apple-touch-icon\\.png|manifest\\.webmanifest|robots\\.txt)$).*)",
  ],
};
