import { Problem } from "@/lib/errors";

export interface Target {
  /** Still percent-encoded. */
  path: string;
  query: URLSearchParams;
}

/** What a request line asks for. Only the usual form, `/path?query`: we are no proxy. */
export function targetOf(url: string | undefined): Target {
  if (url === undefined || !url.startsWith("/"))
    throw new Problem("invalid-request", "The request line must name a path that starts with a slash.");
  const cut = url.indexOf("?");
  const path = cut < 0 ? url : url.slice(0, cut);
  return { path, query: new URLSearchParams(cut < 0 ? "" : url.slice(cut + 1)) };
}
