export interface Target {
  /** Still percent-encoded. */
  path: string;
  query: URLSearchParams;
}

/** What a request asks for, after `settleForm` has brought its line into the form `/path?query`. */
export function targetOf(url: string): Target {
  const cut = url.indexOf("?");
  return { path: cut < 0 ? url : url.slice(0, cut), query: new URLSearchParams(cut < 0 ? "" : url.slice(cut + 1)) };
}

/** The path alone, whatever the form of the request line. */
export function pathOf(url: string | undefined): string {
  const rest = (url ?? "").replace(/^https?:\/\/[^/?#]*/i, "");
  return rest.split("?", 1)[0] || "/";
}
