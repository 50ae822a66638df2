import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "@/lib/errors";

/** How an answer of an instance may be used by whoever asked for it. */
export interface Shown {
  /** The client said that it is a browser (`Sec-Fetch-…`). */
  inBrowser: boolean;
  /** Whether a browser may show it as a page. `contentType` is asked only where the request does not decide. */
  asPage(contentType: () => string | null): boolean;
  /** Whether the same address is answered in another way to other requests. */
  varies: boolean;
}

/** What a browser puts on screen, or into a frame, as a document of this origin. https://fetch.spec.whatwg.org/#concept-request-destination */
const DOCUMENTS: ReadonlySet<string> = new Set(["document", "iframe", "frame", "fencedframe", "embed", "object"]);
/** Media types that browsers make documents of; scripts can run in each of these. */
const DOCUMENT_TYPE =
  /^\s*(?:text\/html|[\w.+-]+\/(?:[\w.+-]*\+)?xml|application\/pdf|multipart\/[\w.+-]+)\s*(?:;|,|$)/i;

/** Scripts that run by themselves, under the policy of their own answer. */
const WORKERS: ReadonlySet<string> = new Set(["worker", "sharedworker", "serviceworker"]);

const NEVER_SHOWN: Shown = { inBrowser: false, asPage: () => false, varies: false };
const IN_BROWSER: Shown = { inBrowser: true, asPage: () => false, varies: false };

/**
 * The gateway puts every service behind one origin, and to a browser an origin is one program: a page of one service
 * could read all others with the operator's cookies, and a service worker of one could answer for all. So a browser gets
 * no documents, frames and service workers from here, unless `documents` allows them. docs/adr/0028 says why and what
 * remains where they are allowed.
 *
 * Throws a `Problem` where this request asks for one that may not be, before the instance is asked. `belowService`:
 * whether the address goes on with a slash behind the service's name.
 */
export function shownTo(headers: IncomingHttpHeaders, documents: boolean, belowService: boolean): Shown {
  const destination = headers["sec-fetch-dest"];
  const navigates = headers["sec-fetch-mode"] === "navigate";
  const isWorker = headers["service-worker"] !== undefined || destination === "serviceworker";
  const isDocument = navigates || (typeof destination === "string" && DOCUMENTS.has(destination));
  if (!documents) {
    if (isDocument || isWorker) throw refusal();
    return headers["sec-fetch-site"] === undefined && destination === undefined ? NEVER_SHOWN : IN_BROWSER;
  }
  // A worker's scope is the folder of its script. That of `/proxy/web` would be `/proxy/`: all services.
  if (isWorker && !belowService) throw refusal();
  const inBrowser = typeof destination === "string";
  const asPage = isDocument || isWorker || (inBrowser && WORKERS.has(destination));
  return {
    inBrowser,
    asPage: (contentType) => (inBrowser ? asPage : isDocumentType(contentType())),
    varies: true,
  };
}

/** Whether a browser that does not say what it wants the answer for would make a document of it. */
function isDocumentType(contentType: string | null): boolean {
  return contentType === null || DOCUMENT_TYPE.test(contentType);
}

function refusal(): Problem {
  return new Problem(
    "document-not-allowed",
    "The gateway shows browsers no pages, frames and service workers of services: all of them would be one site to the browser, and each could read the others. Open the instance's own address instead; docs/gateway.md says what ROLLCALL_GATEWAY_DOCUMENTS=yes would allow.",
  );
}
