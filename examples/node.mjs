#!/usr/bin/env node
// A node of a service: takes a free port from 8080 up, registers as heartbeat|type|url for ten seconds, renewed each five.
//   node examples/node.mjs catalog http://127.0.0.1:2379
import { createServer } from "node:http";
import { listenFrom, register } from "rollcall/discovery";

const [type = "catalog", etcd = "http://127.0.0.1:2379"] = process.argv.slice(2);

const server = createServer((_request, response) => response.end(`${type} here, process ${process.pid}\n`));
const port = await listenFrom(server, 8080);

const registration = register({
  etcd,
  service: type,
  host: "127.0.0.1",
  port,
  layout: "heartbeat",
  ttlSeconds: 10,
  heartbeatSeconds: 5,
});
registration.onState(({ kind }) => console.log(kind, registration.key));
