import type { IncomingHttpHeaders } from "node:http";

export interface FetchRequest {
  method: string | undefined;
  headers: IncomingHttpHeaders;
  /** Whether the request's `Origin` is one whose pages may do what our own may. False where it has none. */
  originAllowed: boolean;
}

/**
 * Whether a request was sent by a page of another origin that may not send it. Browsers say in `Sec-Fetch-Site` how
 * the page that caused a request relates to us; no page can change these headers. Other ports of localhost are
 * `same-site`, and belong to other programs. What such a page may do is lead somebody here: open one of our pages as a
 * document. It may not ask behind their back, by images, scripts, frames, forms that post or prefetches, even though it
 * could not read the answers: producing them costs us something.
 *
 * False where there is no such header: programs send none, nor do browsers to plain http names other than localhost.
 * Then `Host` and `Origin` decide. A value of `Sec-Fetch-Site` that is not known here counts as another origin's.
 * https://www.w3.org/TR/fetch-metadata/
 */
export function isForeignFetch({ method, headers, originAllowed }: FetchRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return false;
  return !originAllowed && !isNavigation(method, headers);
}

/** Somebody goes to one of our pages: a link, an address, a new tab. Not in a frame, and not ahead of time. */
function isNavigation(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return (
    (method === "GET" || method === "HEAD") &&
    headers["sec-fetch-mode"] === "navigate" &&
    headers["sec-fetch-dest"] === "document" &&
    !isAheadOfTime(headers)
  );
}

/** Prefetches and prerenderings look like navigations; a page can start any number of them without anybody noticing. */
function isAheadOfTime(headers: IncomingHttpHeaders): boolean {
  const purpose = headers["sec-purpose"] ?? headers.purpose;
  return purpose !== undefined && /\b(prefetch|prerender)\b/i.test(String(purpose));
}
