/** The process: what surrounds the app. Reads the configuration, starts everything in order, ends it in reverse. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import closeWithGrace from "close-with-grace";
import type { Logger } from "pino";
import { systemClock } from "@/lib/clock";
import { openDoor } from "@/lib/runtime";
import { announce } from "./announce";
import { type App, createApp } from "./app";
import { readArguments } from "./config/arguments";
import { type Config, readConfig } from "./config/config";
import { StartError } from "./config/start-error";
import { createFleet } from "./demo/fleet";
import { type EtcdSource, etcdSource } from "./etcd-source";
import { createHotReload } from "./http/upgrades";
import { complain, createLog, say } from "./log/log";
import { createPages } from "./pages";
import { createOwnListeners } from "./reach/own-listeners";
import { openLastSeen } from "./registry/last-seen";
import type { Registry } from "./registry/registry";

const DIRECTORY = fileURLToPath(new URL("..", import.meta.url));
/** Whoever waits for the end waits no longer than five seconds: what has not ended by itself till then has no more say. */
const END_WITHIN_MS = 3_500;
const FIRST_LOOK_MS = 5_000;

type Stops = (() => void | Promise<void>)[];

async function start(config: Config, log: Logger, development: boolean, stops: Stops): Promise<void> {
  const { version } = JSON.parse(readFileSync(`${DIRECTORY}/package.json`, "utf8")) as { version: string };
  const own = createOwnListeners();
  const etcd: EtcdSource = etcdSource(config, log, own);
  stops.push(etcd.stop);
  // First of all: until it is launched, everything else is assembled.
  let following: ReturnType<App["follow"]> | null = null;
  const starting = etcd.start(() => following?.retryNow());
  // Whoever awaits it below hears of a failure; not the process, while something else is under way.
  starting.catch(() => {});

  const fleet =
    config.demo && etcd.supervisor ? createFleet({ supervisor: etcd.supervisor, clock: systemClock, log, own }) : null;

  const hotReload = createHotReload();
  const pages = createPages({
    directory: DIRECTORY,
    development,
    host: config.host,
    port: config.port,
    emitter: hotReload.emitter,
  });
  stops.push(pages.stop);
  const app = createApp({
    config,
    version,
    log,
    pages: pages.handle,
    hotReload: development ? hotReload.upgrade : null,
    own,
    fleet,
    cluster: etcd.cluster,
    lastSeen: openLastSeen(config, { clock: systemClock, log }),
  });
  // Side by side: both take their leave of etcd, which ends after them.
  stops.push(async () => void (await Promise.all([app.stop(), fleet?.end()])));
  stops.push(announce(app.registry, log, say));
  openDoor({ boot: app.boot, firstPicture: app.firstPicture });

  // The port first: an etcd that is away is something that the pages show.
  const port = await app.listen();
  const gatewayPort = await app.listenGateway();
  const address = await starting;
  // Loading the pages holds everything else up: an etcd of ours, running by now, gets ready meanwhile. A large registry
  // of somebody else's is listed before.
  const prepared = config.etcd ? firstLook(app.registry).then(pages.prepare) : pages.prepare();
  await etcd.settled();
  following = app.follow(address);
  fleet?.begin(address.endpoints).catch((err: Error) => log.error({ err }, "The demo fleet could not be started"));
  await prepared;
  if (gatewayPort !== null) say(`gateway at ${urlOf(config.gateway.host, gatewayPort)}/send/{service}`);
  say(`ready at ${urlOf(config.host, port)}`);
}

/** When the first view is there or etcd turned out to be away; some seconds later in any case. */
async function firstLook(registry: Registry): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, FIRST_LOOK_MS);
    const off = registry.onStatus(({ state, source }) => {
      if (state === "live" || source.state === "backing-off") done();
    });
    function done(): void {
      clearTimeout(timer);
      off();
      resolve();
    }
  });
}

function urlOf(host: string, port: number): string {
  const name = host === "127.0.0.1" || host === "::1" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function end(stops: Stops): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

const stops: Stops = [];
try {
  const { development, variables } = readArguments(process.argv.slice(2));
  const config = readConfig({ ...process.env, ...variables });
  for (const note of config.notes) say(note);
  const log = createLog(config.logLevel, { secretPattern: config.secretPattern });
  // With this process the supervisor's pipe ends, and it kills whatever is left.
  const onTimeout = () => log.warn("Not everything ended in time: what is left is killed");
  closeWithGrace({ delay: END_WITHIN_MS, logger: false, onTimeout }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, "Rollcall ends because of an error that nobody handled");
    else if (signal) say("ending; press Ctrl-C again to end at once");
    await end(stops);
  });
  await start(config, log, development, stops);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  complain(error.message);
  await end(stops);
  process.exit(1);
}
