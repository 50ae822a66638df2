import type { EventEmitter } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { StartError } from "./config/start-error";

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Begins to prepare. Rejects with a `StartError` where there is nothing to render from. */
  prepare(): Promise<void>;
  stop(): Promise<void>;
}

export interface PagesOptions {
  /** The project's folder. */
  directory: string;
  development: boolean;
  host: string;
  port: number;
  /** Stands in for the HTTP server, on which Next would hang listeners of its own. */
  emitter: EventEmitter;
}

/** Next, rendering pages and nothing else. Requests that come before it is prepared wait for it. */
export function createPages({ directory, development, host, port, emitter }: PagesOptions): Pages {
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const prepared = begun.then(load);
  // Who waits for it hears of a failure; nobody else need.
  prepared.catch(() => {});
  let wanted = false;

  async function load() {
    // Read by React at import: this has to come first.
    Object.assign(process.env, { NODE_ENV: development ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
    const { default: next } = await import("next");
    const app = next({ dev: development, dir: directory, hostname: host, port, httpServer: emitter as Server });
    try {
      await app.prepare();
    } catch (error) {
      throw new StartError(
        development
          ? `The pages cannot be compiled: ${error instanceof Error ? error.message : String(error)}`
          : `The pages are not built: run npm start, which builds them, or npm run build. (${error instanceof Error ? error.message : String(error)})`,
      );
    }
    return { app, handler: app.getRequestHandler() };
  }

  return {
    async prepare() {
      wanted = true;
      begin();
      await prepared;
    },
    async handle(request, response) {
      wanted = true;
      begin();
      const { handler } = await prepared;
      await handler(request, response);
    },
    async stop() {
      if (!wanted) return;
      const next = await prepared.catch(() => null);
      await next?.app.close();
    },
  };
}
