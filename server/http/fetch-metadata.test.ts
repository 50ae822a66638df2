import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { isForeignFetch } from "./fetch-metadata";

const from = (site: string, mode: string, dest: string, more: IncomingHttpHeaders = {}): IncomingHttpHeaders => ({
  "sec-fetch-site": site,
  "sec-fetch-mode": mode,
  "sec-fetch-dest": dest,
  ...more,
});
const isForeign = (method: string, headers: IncomingHttpHeaders, originAllowed = false) =>
  isForeignFetch({ method, headers, originAllowed });

describe("what pages of other origins send", () => {
  const table: [
    what: string,
    method: string,
    mode: string,
    dest: string,
    more: IncomingHttpHeaders,
    foreign: boolean,
  ][] = [
    ["a link that is followed", "GET", "navigate", "document", {}, false],
    ["a link that is followed, asked for its headers", "HEAD", "navigate", "document", {}, false],
    ["a link that somebody clicked", "GET", "navigate", "document", { "sec-fetch-user": "?1" }, false],
    ["a form that posts", "POST", "navigate", "document", {}, true],
    ["another method that navigates", "PUT", "navigate", "document", {}, true],
    ["a frame", "GET", "navigate", "iframe", {}, true],
    ["an old frame", "GET", "navigate", "frame", {}, true],
    ["an object", "GET", "navigate", "object", {}, true],
    ["an embed", "GET", "navigate", "embed", {}, true],
    ["a fenced frame", "GET", "navigate", "fencedframe", {}, true],
    ["an image", "GET", "no-cors", "image", {}, true],
    ["a script", "GET", "no-cors", "script", {}, true],
    ["a style sheet", "GET", "no-cors", "style", {}, true],
    ["a font", "GET", "cors", "font", {}, true],
    ["a video", "GET", "no-cors", "video", {}, true],
    ["fetch without CORS", "GET", "no-cors", "empty", {}, true],
    ["fetch with CORS", "GET", "cors", "empty", {}, true],
    ["a beacon", "POST", "no-cors", "empty", {}, true],
    ["a prefetching link", "GET", "no-cors", "empty", { "sec-purpose": "prefetch" }, true],
    ["a speculative prefetch", "GET", "navigate", "document", { "sec-purpose": "prefetch" }, true],
    ["a prerendering", "GET", "navigate", "document", { "sec-purpose": "prefetch;prerender" }, true],
    ["a prefetch of an older browser", "GET", "navigate", "document", { purpose: "prefetch" }, true],
    ["a WebSocket", "GET", "websocket", "websocket", {}, true],
    ["a document that is not navigated to", "GET", "no-cors", "document", {}, true],
    ["a worker", "GET", "same-origin", "worker", {}, true],
    ["nothing but the site", "GET", "", "", {}, true],
  ];
  for (const site of ["cross-site", "same-site"])
    it.each(table)(`${site}: %s`, (_what, method, mode, dest, more, foreign) => {
      expect(isForeign(method, from(site, mode, dest, more))).toBe(foreign);
      // Pages of an allowed origin may do what our own may.
      expect(isForeign(method, from(site, mode, dest, more), true)).toBe(false);
    });

  it.each(["same-origin", "none"])("%s: whatever our own pages and the address bar send", (site) => {
    for (const [, method, mode, dest, more] of table)
      expect(isForeign(method, from(site, mode, dest, more))).toBe(false);
  });
});

describe("what is not known", () => {
  it("programs send no such headers, and pass", () => {
    for (const method of ["GET", "HEAD", "POST", "DELETE", "OPTIONS"]) expect(isForeign(method, {})).toBe(false);
  });

  it.each(["", "cross-origin", "Same-Origin", "same-origin, cross-site"])(
    "a site that says %j is another origin's",
    (site) => {
      expect(isForeign("GET", from(site, "no-cors", "image"))).toBe(true);
    },
  );
});
