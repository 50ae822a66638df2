/** The console without its pages, with its own etcd and its fleet, for tests: says its port, then waits to be killed. */
import { systemClock } from "@/lib/clock";
import { createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { etcdSource } from "@/server/etcd-source";
import { createLog } from "@/server/log/log";
import { createFleet } from "./fleet";

const config = readConfig({ PORT: "0", ROLLCALL_DATA_DIR: process.env.ROLLCALL_DATA_DIR });
const log = createLog("warn");
const source = etcdSource(config, log);
const fleet = source.supervisor && createFleet({ supervisor: source.supervisor, clock: systemClock, log });
const pages = async (_request: unknown, response: { end(): void }) => void response.end();
const app = createApp({ config, version: "0.0.0", log, pages, hotReload: null, fleet });
const port = await app.listen();
const address = await source.start(() => following.retryNow());
const following = app.follow(address);
void fleet?.begin(address.endpoints);
process.stdout.write(`${JSON.stringify({ port, etcd: address.endpoints[0], supervisor: source.supervisor?.pid })}\n`);

process.once("SIGTERM", async () => {
  await fleet?.end();
  await app.stop();
  await source.stop();
  process.exit(0);
});
