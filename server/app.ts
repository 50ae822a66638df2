import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Server as Engine } from "engine.io";
import type { Logger } from "pino";
import { Counter, Registry as Metrics } from "prom-client";
import { Server as LiveServer } from "socket.io";
import type { Boot } from "@/lib/api/boot";
import { MEGABYTE } from "@/lib/budgets";
import { systemClock } from "@/lib/clock";
import { recordSigner } from "@/lib/discovery/signer";
import { createEtcdClient, type EtcdClientOptions } from "@/lib/etcd/client";
import { createListWatch } from "@/lib/etcd/list-watch";
import { EtcdError, type EtcdPort } from "@/lib/etcd/port";
import { createLayoutSet, OWN_PREFIX } from "@/lib/layouts/layout-set";
import type { ClientToServer, ServerToClient } from "@/lib/live/protocol";
import { createRecords } from "@/lib/records/records";
import { createSteadyClock } from "@/lib/steady-clock";
import { createOperations } from "./actions/operations";
import { createRestorables } from "./actions/restorables";
import { createWriteAccess } from "./actions/write-access";
import { createOwnWrites } from "./audit/own-writes";
import { createTrail } from "./audit/trail";
import { createCandidates } from "./balancer/candidates";
import type { Config } from "./config/config";
import type { Fleet } from "./demo/fleet";
import type { EmbeddedCluster } from "./embedded-etcd/embedded-cluster";
import { createMemberFacts } from "./embedded-etcd/member-facts";
import { createFirstPictures, type FirstPictureOf } from "./first-pictures";
import { createConsoleGateway } from "./gateway/console-gateway";
import { createHistory } from "./history/history";
import { createAdmission } from "./http/admission";
import type { HandleUpgrade } from "./http/bounded-server";
import { createHandler } from "./http/handler";
import { createHostCheck } from "./http/host-check";
import { createOriginCheck } from "./http/origin-check";
import { pagesInTurns } from "./http/pages-in-turns";
import { createHttpServer } from "./http/server";
import { createSocketAttempts } from "./http/socket-attempts";
import { createTurnedAway } from "./http/turned-away";
import { createTurns } from "./http/turns";
import { createUpgrades } from "./http/upgrades";
import { createFineLane } from "./hub/fine-lane";
import { createHub } from "./hub/hub";
import { createSnapshotCache } from "./hub/snapshot-cache";
import { createSocketLimits } from "./hub/socket-limits";
import { createBudgetMetrics } from "./metrics/budgets";
import { createClusterMetrics } from "./metrics/cluster";
import { createHttpMetrics } from "./metrics/http";
import { createRegistryMetrics } from "./metrics/registry";
import { createTestMetrics } from "./metrics/test-requests";
import { createWebhookMetrics } from "./metrics/webhook";
import { systemLookup } from "./reach/lookup";
import { createOffLimits } from "./reach/off-limits";
import { createOwnListeners, type OwnListeners } from "./reach/own-listeners";
import { createReach } from "./reach/reach";
import { recordSecret } from "./records/secret";
import { watchUnsigned } from "./records/unsigned";
import type { LastSeenFile } from "./registry/last-seen";
import { createLeaseObserver } from "./registry/lease-observer";
import { createRegistry, type Registry } from "./registry/registry";
import { createApi } from "./routes/api";
import { budgetsOf } from "./routes/budgets";
import { createClusterFacts } from "./routes/cluster-facts";
import { type ApiContext, notReadyReason } from "./routes/context";
import { createGates, createPageGate } from "./routes/gates";
import { createPastViews } from "./routes/past-views";
import { createServiceIndex } from "./routes/service-index";
import { rowsFor } from "./routes/table";
import { createTestRequests } from "./test-requests/test-requests";
import { createTrafficCounts } from "./traffic/traffic-counts";
import { createPost } from "./webhook/post";
import { createWebhook } from "./webhook/webhook";

export interface AppOptions {
  config: Config;
  version: string;
  log: Logger;
  pages(request: IncomingMessage, response: ServerResponse): Promise<void>;
  hotReload: HandleUpgrade | null;
  /** Those of what was started before it; the console's and the gateway's are added. */
  own?: OwnListeners;
  /** Null: none, and no routes to one. */
  fleet?: Fleet | null;
  /** Null: no members of the console's own, and no routes to any. */
  cluster?: EmbeddedCluster | null;
  /** What the run before saw of etcd, and where this one keeps it; null: nothing is kept. */
  lastSeen?: LastSeenFile | null;
}

export interface App {
  readonly registry: Registry;
  boot(): Boot;
  firstPicture: FirstPictureOf;
  /** Resolves to the port. */
  listen(): Promise<number>;
  /** The gateway on its own port, after the console's. Null where it is off. */
  listenGateway(): Promise<number | null>;
  /** From here on etcd is followed; it may well be away. */
  follow(etcd: EtcdClientOptions): { retryNow(): void };
  stop(): Promise<void>;
}

/** The console, assembled: everything between etcd's connection and the port, and nothing of the process around it. */
export function createApp({
  config,
  version,
  log,
  pages,
  hotReload,
  own = createOwnListeners(),
  fleet = null,
  cluster: ownMembers = null,
  lastSeen = null,
}: AppOptions): App {
  const clock = createSteadyClock({
    wall: Date.now,
    monotonic: () => performance.now(),
    setTimeout: systemClock.setTimeout,
  });
  const layouts = createLayoutSet(config.prefixes, config.secretPattern ? { redact: config.secretPattern } : {});
  const secret = recordSecret(config, log);
  const records = createRecords({ signer: recordSigner(secret.secret), now: clock.now });
  const trail = createTrail({ records });
  const registry = createRegistry({
    layouts,
    records,
    clock,
    tombstoneMs: config.tombstoneSeconds * 1000,
    authorOf: trail.authorOf,
    lastSeen: lastSeen?.before ?? null,
  });
  const history = createHistory({ capacity: config.historyEvents, bytes: config.historyMegabytes * MEGABYTE });
  // Before the hub: whoever hears of an event finds it in the history.
  const offHistory = registry.onUpdate(({ events, amended = [] }) => {
    history.append(events);
    history.amend(amended);
  });

  let port: EtcdPort | null = null;
  let etcdOptions: EtcdClientOptions | null = null;
  let consolePort = 0;
  let endpoints = config.etcd?.endpoints ?? [];
  const etcd = (): EtcdPort => {
    if (port) return port;
    throw new EtcdError("unavailable", "etcd is being started; ask again in a moment.");
  };
  const ownWrite = createOwnWrites(trail);
  const leases = createLeaseObserver({ registry, etcd, clock, budget: config.leasePollBudget, ownWrite });
  const cluster = createClusterFacts(etcd, clock);
  const reach = createReach({
    rules: config.reach,
    offLimits: createOffLimits({
      etcdEndpoints: () => endpoints,
      async etcdMembers() {
        const { members, error } = await cluster.read();
        if (error) throw new Error(error.message);
        return members;
      },
      own,
      lookup: systemLookup,
      clock,
    }),
  });

  const candidates = createCandidates({ registry, now: clock.now });
  const traffic = createTrafficCounts(clock);
  const offFleet = fleet?.onCall((call) => {
    traffic.count({ way: "fleet", ...call, answered: call.failure === null });
  });
  const gateway = createConsoleGateway({ config, source: candidates, reach, clock, log, traffic });

  const engine = new Engine({ transports: ["websocket"], perMessageDeflate: false, maxHttpBufferSize: 64 * 1024 });
  const io = new LiveServer<ClientToServer, ServerToClient>({ serveClient: false });
  io.bind(engine);
  const sockets = createSocketLimits(clock, { sockets: config.liveSockets });
  engine.on("connection", sockets.watch);
  const fine = createFineLane({ io, registry, observer: leases, clock });
  const hub = createHub({ io, registry, clock, fine });
  const turns = createTurns();
  const snapshots = createSnapshotCache({ registry, continuesFrom: hub.continuesFrom, clock, turns });
  const clients = () => hub.stats().clients;
  const services = createServiceIndex();

  const { dependencyFields } = config;
  const firstPicture = createFirstPictures({ registry, services, dependencyFields, clock, log, turns });
  const members = ownMembers && createMemberFacts(ownMembers);
  const access = createWriteAccess({ etcd, prefixes: config.prefixes, configured: config.readOnlyReason, log });
  const operations = createOperations({
    config,
    registry,
    services,
    layouts,
    leases,
    trail,
    records,
    etcd,
    etcdOptions: () => etcdOptions,
    reach,
    clock,
    log,
    readOnlyReason: access.readOnlyReason,
  });

  const unsigned = watchUnsigned({ registry, trail, log });

  const boot = (): Boot => ({
    version,
    environment: config.environment,
    endpoints,
    embedded: config.etcd === null,
    embeddedMembers: config.etcd ? 0 : config.members,
    fleet: fleet !== null,
    prefixes: config.prefixes.map(({ prefix, layouts: named }) => ({ prefix, layouts: named.map(({ id }) => id) })),
    dependencyFields,
    writes: access.readOnlyReason() === null,
    readOnlyReason: access.readOnlyReason(),
    status: registry.status(),
  });

  const metrics = new Metrics();
  const thrown = new Counter({
    name: "rollcall_messages_thrown_total",
    help: "Messages of the list-watch that could not be taken in; each is answered with a new list.",
    registers: [metrics],
  });
  const testRequests = createTestRequests({
    registry,
    candidates,
    reach,
    clock,
    methods: config.testMethods,
    attempts: createTestMetrics(metrics),
    traffic,
  });

  const hosts = createHostCheck(config);
  const origins = createOriginCheck(config);
  const socketAttempts = createSocketAttempts();
  const gates = createGates();
  const pageGate = createPageGate();
  const pastViews = createPastViews({ etcd, layouts, clock, turns });
  const turnedAway = createTurnedAway({ log, clock });
  const budgets = () => budgetsOf({ history, registry, hub, snapshots, pastViews, gates, pageGate });
  createBudgetMetrics(metrics, budgets);
  const context: ApiContext = {
    registry,
    history,
    snapshots,
    services,
    pastViews,
    cluster,
    leases,
    reach,
    candidates,
    testRequests,
    traffic,
    etcd,
    layouts,
    secretPattern: config.secretPattern,
    fleet,
    members,
    boot,
    budgets,
    clients,
    clock,
    actions: operations.actions,
    world: operations.world,
    restorables: createRestorables({ trail, registry, etcd, clock }),
    auditDays: config.auditDays,
    recordState: () => ({ secret: secret.from, unsigned: unsigned.count(), words: unsigned.words() }),
    origins,
    socketAttempts,
    sockets,
  };
  createClusterMetrics(metrics, cluster);
  const offMetrics = createRegistryMetrics({ metrics, registry, history, hub, sockets, leases, clock });
  const admit = createAdmission({ hosts, origins });
  const httpMetrics = createHttpMetrics(metrics);
  const handle = createHandler({
    admit,
    api: createApi({
      routes: rowsFor({ fleet: fleet !== null, members: members !== null }),
      context,
      gates,
      turns,
      origins,
      actorOf: () => ({ name: "admin", role: "admin" }),
      readOnlyReason: access.readOnlyReason,
    }),
    metricsText: async () => ({ contentType: metrics.contentType, text: await metrics.metrics() }),
    notReady: () => (registry.status().state === "live" ? null : notReadyReason(context)),
    pages: pagesInTurns({ render: pages, gate: pageGate, turns, clock }),
    socketAttempts,
    turnedAway,
    metrics: httpMetrics,
    log,
  });
  const live: HandleUpgrade = (request, socket, head) =>
    engine.handleUpgrade(request as Parameters<typeof engine.handleUpgrade>[0], socket, head);
  const http = createHttpServer({
    handle,
    upgrades: createUpgrades({ admit, origins, socketAttempts, live, admitSocket: sockets.admit, hotReload }),
    clock,
    connections: config.connections,
    metrics: httpMetrics,
  });

  const offAccess = registry.onStatus(({ state }) => {
    if (state === "live") void access.probe();
  });

  const stops: (() => void | Promise<void>)[] = [
    clock.stop,
    () => registry.stop(),
    offHistory,
    () => offFleet?.(),
    offMetrics,
    unsigned.stop,
    turnedAway.stop,
    candidates.stop,
    () => http.stop(),
    testRequests.stop,
    () => gateway?.stop(),
    () => void io.close(),
    sockets.stop,
    () => hub.stop(),
    () => fine.stop(),
    () => leases.stop(),
    () => members?.stop(),
    () => operations.stop(),
    () => lastSeen?.stop(),
    offAccess,
  ];

  if (config.webhook) {
    const { url, key } = config.webhook;
    const { post, close } = createPost(url, `rollcall/${version}`);
    const webhook = createWebhook({
      registry,
      servicesOf: services.of,
      clock,
      random: Math.random,
      environment: config.environment?.name ?? null,
      post,
      key,
      newId: randomUUID,
      log,
    });
    createWebhookMetrics(metrics, webhook);
    stops.push(close, webhook.stop);
  }

  return {
    registry,
    boot,
    firstPicture,
    async listen() {
      const port = await http.listen(config.port, config.host);
      own.add(port);
      consolePort = port;
      return port;
    },
    async listenGateway() {
      const port = (await gateway?.listen(consolePort)) ?? null;
      if (port !== null) own.add(port);
      return port;
    },
    follow(options) {
      endpoints = [...options.endpoints];
      etcdOptions = options;
      const client = createEtcdClient(options);
      port = client;
      const listWatch = createListWatch({
        connect: () => createEtcdClient(options),
        prefixes: config.prefixes.map(({ prefix }) => prefix),
        extraPrefixes: [OWN_PREFIX],
        ...(lastSeen?.before && { lastSeen: lastSeen.before }),
        onMessage(message) {
          trail.accept(message);
          registry.accept(message);
          lastSeen?.accept(message, registry.view());
        },
        onThrown(err, { kind }) {
          thrown.inc();
          log.error({ err, kind }, "What etcd said could not be taken in: everything is listed anew");
        },
      });
      stops.push(
        () => client.close(),
        () => listWatch.stop(),
      );
      return { retryNow: listWatch.retryNow };
    },
    async stop() {
      await operations.end();
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}
