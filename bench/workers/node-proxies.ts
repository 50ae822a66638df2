/** Proxies of the Node world over the same static instances: `node-proxies <name> <port> <origin ports>`. */
import { createServer } from "node:http";
import fastifyHttpProxy from "@fastify/http-proxy";
import Fastify from "fastify";
import { createProxyServer } from "http-proxy-3";
import { type Dispatcher, Pool } from "undici";

const [, , name = "", portText = "", originsText = ""] = process.argv;
const port = Number(portText);
const origins = originsText.split(",").map((origin) => `http://127.0.0.1:${origin}`);
let turn = 0;
const nextOrigin = () => origins[turn++ % origins.length] ?? "";

async function httpProxy3(): Promise<void> {
  const { Agent } = await import("node:http");
  const proxy = createProxyServer({ agent: new Agent({ keepAlive: true, maxSockets: 128 }) });
  createServer((request, response) => proxy.web(request, response, { target: nextOrigin() })).listen(port, "127.0.0.1");
}

async function fastify(): Promise<void> {
  const app = Fastify({ logger: false });
  await app.register(fastifyHttpProxy, {
    upstream: "",
    undici: { connections: 128, pipelining: 1 },
    replyOptions: { getUpstream: nextOrigin },
  });
  await app.listen({ port, host: "127.0.0.1" });
}

/** The least that undici can do: no policy, no limits, no deadlines, headers as they came. */
function bareUndici(): void {
  const pools = origins.map((origin) => new Pool(origin, { connections: 128, pipelining: 1 }));
  createServer((request, response) => {
    const handler: Dispatcher.DispatchHandler = {
      onConnect() {},
      onHeaders(status, rawHeaders, _resume, statusText) {
        const headers: string[] = [];
        for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
          const header = rawHeaders[index]?.toString("latin1") ?? "";
          if (header !== "Connection") headers.push(header, rawHeaders[index + 1]?.toString("latin1") ?? "");
        }
        response.writeHead(status, statusText, headers);
        return true;
      },
      onData: (chunk) => response.write(chunk),
      onComplete: () => void response.end(),
      onError: () => void response.destroy(),
    };
    pools[turn++ % pools.length]?.dispatch({ method: "GET", path: request.url ?? "/", headers: [] }, handler);
  }).listen(port, "127.0.0.1");
}

const proxies: Record<string, () => void | Promise<void>> = {
  "http-proxy-3": httpProxy3,
  "@fastify/http-proxy": fastify,
  "undici dispatch": bareUndici,
};
await proxies[name]?.();
