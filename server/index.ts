/** The process: what surrounds the app. Reads the configuration, starts everything in order, ends it in reverse. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import closeWithGrace from "close-with-grace";
import type { Logger } from "pino";
import { openDoor } from "@/lib/runtime";
import { announce } from "./announce";
import { createApp } from "./app";
import { type Config, readConfig } from "./config/config";
import { StartError } from "./config/start-error";
import { createHotReload } from "./http/upgrades";
import { createLog, say } from "./log/log";
import { createPages } from "./pages";

const DIRECTORY = fileURLToPath(new URL("..", import.meta.url));
const CLOSE_WITHIN_MS = 10_000;

async function start(config: Config, log: Logger, development: boolean): Promise<void> {
  const stops: (() => void | Promise<void>)[] = [];
  closeWithGrace({ delay: CLOSE_WITHIN_MS, logger: false }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, "Rollcall ends because of an error that nobody handled");
    else if (signal) log.info(`Ending because of ${signal}; a second one ends at once.`);
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  const { version } = JSON.parse(readFileSync(`${DIRECTORY}/package.json`, "utf8")) as { version: string };
  const hotReload = createHotReload();
  const pages = createPages({
    directory: DIRECTORY,
    development,
    host: config.host,
    port: config.port,
    emitter: hotReload.emitter,
  });
  const app = createApp({
    config,
    version,
    log,
    pages: pages.handle,
    hotReload: development ? hotReload.upgrade : null,
  });
  stops.push(() => pages.stop());
  stops.push(() => app.stop());
  stops.push(announce(app.registry, log, say));
  openDoor({ boot: app.boot });
  for (const name of config.reserved) log.warn(`${name} does nothing in this version; it is reserved for a later one.`);

  // The port first: an etcd that is away is something that the pages show.
  const port = await app.listen();
  if (config.etcd) app.follow(config.etcd);
  else {
    const { createSupervisor } = await import("./supervisor/supervisor");
    const { startEmbeddedEtcd } = await import("./embedded-etcd");
    const supervisor = createSupervisor();
    stops.push(() => supervisor.stop());
    const etcd = await startEmbeddedEtcd({ supervisor, dataDir: config.dataDir });
    stops.push(() => etcd.stop());
    app.follow({ endpoints: etcd.endpoints });
  }
  await pages.ready;
  say(`ready at ${urlOf(config.host, port)}`);
}

function urlOf(host: string, port: number): string {
  const name = host === "127.0.0.1" || host === "::1" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

try {
  const config = readConfig(process.env);
  await start(config, createLog(config.logLevel), process.argv.includes("--dev"));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`rollcall: ${error.message}\n`);
  process.exit(1);
}
