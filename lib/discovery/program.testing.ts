/** A program that registers itself, for tests of how programs end: argv holds etcd's address and what it is to do. */
import { createServer } from "node:http";
import { discover } from "./discover";
import { listenFrom } from "./listen-from";
import { register } from "./register";

const [, , etcd = "", task = "serve"] = process.argv;
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

const server = createServer((_request, response) => response.end("ok"));
const port = await listenFrom(server, 20_000 + Math.floor(Math.random() * 10_000));
const found = discover({ etcd, service: "program" });
const registration = register({
  etcd,
  service: "program",
  datacenter: "eu",
  instance: "one",
  host: "127.0.0.1",
  port,
  ttlSeconds: 3,
  heartbeatSeconds: 1,
});
registration.onState((state) => say(state));
await registration.ready();
await found.ready();
say({ port });

if (task === "finish") server.close();
if (task === "throw")
  setTimeout(() => {
    throw new Error("nobody catches this");
  }, 50);
if (task === "reject") setTimeout(() => void Promise.reject(new Error("nobody awaits this")), 50);
if (task === "handle") process.once("SIGTERM", () => setTimeout(() => process.exit(7), 1_000));
