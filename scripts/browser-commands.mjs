/** What the tests of components ask of the browser around them (vitest.config.ts); `browser-commands.d.mts` has the types. */

const API = /\/api\/v1\//;
const SOCKET = /\/live\/\?EIO=/;
/** By session: what was asked, in order. */
const asked = new Map();

export const commands = {
  /**
   * Stands in the console's place at the network, beneath the page's fetch: requests to the API are answered from this list, by
   * the first that fits. What is not in it fails as if nobody listened, and so does the live socket.
   */
  async answer({ context, sessionId }, answers) {
    const heard = [];
    asked.set(sessionId, heard);
    await context.unroute(API);
    await context.routeWebSocket(SOCKET, (socket) => socket.close());
    await context.route(API, async (route) => {
      const request = route.request();
      const { pathname, search } = new URL(request.url());
      const path = pathname.split("/api/v1/")[1];
      const text = request.postData();
      heard.push({ method: request.method(), path, search, body: text === null ? null : JSON.parse(text) });
      const found = answers.find(
        ({ method = "GET", path: of, query = "" }) =>
          of === path && method === request.method() && search.includes(query),
      );
      if (!found) return route.abort("connectionrefused");
      const { status = 200, body } = found;
      const contentType = status < 400 ? "application/json" : "application/problem+json";
      const headers = { date: new Date().toUTCString() };
      await route.fulfill({ status, contentType, headers, body: JSON.stringify(body) });
    });
  },

  /** The requests since the last `answer`. */
  heard: ({ sessionId }) => asked.get(sessionId) ?? [],

  /** Which of the browser's permissions the page has; it has no others. */
  permit: ({ context }, permissions) => context.grantPermissions(permissions),
};
