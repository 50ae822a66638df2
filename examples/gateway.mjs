#!/usr/bin/env node
// A gateway: GET /send/{type} asks one instance of that type, chosen at random, and passes its answer on.
//   node examples/gateway.mjs http://127.0.0.1:2379
import { createServer } from "node:http";
import { createClient, discover, listenFrom } from "rollcall/discovery";

const [etcd = "http://127.0.0.1:2379"] = process.argv.slice(2);
const discovery = discover({ etcd });
const clients = new Map();

const server = createServer(async ({ url }, response) => {
  const service = /^\/send\/([^/?]+)$/.exec(url)?.[1];
  if (!service) return response.writeHead(404).end("GET /send/{type}\n");
  if (!clients.has(service)) clients.set(service, createClient({ discovery, service, policy: "random" }));
  try {
    const answer = await clients.get(service).fetch("/");
    response.writeHead(answer.status, { "X-Instance": encodeURI(answer.instance.instance) }).end(await answer.text());
  } catch (error) {
    response.writeHead({ "unknown-service": 404, "no-instance": 503 }[error.code] ?? 502).end(`${error.message}\n`);
  }
});
await discovery.ready();
console.log(`http://127.0.0.1:${await listenFrom(server, 8080)}/send/{type}`);
