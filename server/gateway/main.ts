/** The gateway as a process of its own (`npm run gateway`): follows etcd by itself, and needs no console. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import closeWithGrace from "close-with-grace";
import { systemClock } from "@/lib/clock";
import { candidatesFrom } from "@/lib/discovery/calls/from-discovery";
import { discover } from "@/lib/discovery/discover";
import { recordSigner } from "@/lib/discovery/signer";
import { createEtcdClient } from "@/lib/etcd/client";
import { formatAddress } from "@/lib/layouts/address";
import { createRecords } from "@/lib/records/records";
import { readConfig } from "@/server/config/config";
import { StartError } from "@/server/config/start-error";
import { complain, createLog, say } from "@/server/log/log";
import { systemLookup } from "@/server/reach/lookup";
import { createOffLimits } from "@/server/reach/off-limits";
import { createOwnListeners } from "@/server/reach/own-listeners";
import { createReach } from "@/server/reach/reach";
import { knownSecret } from "@/server/records/secret";
import { createAppliedNews } from "./applied";
import { createGateway } from "./gateway";

const DEFAULT_PORT = 3_001;
const GRACE_MS = 10_000;
const NO_SECRET =
  "This gateway has no secret, so it honours no drains, because it cannot verify them, and evictions do not wait for it. Set ROLLCALL_SECRET to the consoles' secret.";

const stops: (() => void | Promise<void>)[] = [];
const end = async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

async function start(): Promise<void> {
  const config = readConfig(process.env, "gateway");
  for (const note of config.notes) say(note);
  const { etcd } = config;
  if (!etcd) throw new StartError("The gateway needs an etcd to follow: set ETCD_ENDPOINTS to http://host:2379.");
  const log = createLog(config.logLevel, { secretPattern: config.secretPattern });
  const clock = systemClock;
  const client = createEtcdClient(etcd);
  stops.push(() => client.close());
  const own = createOwnListeners();
  const reach = createReach({
    rules: config.reach,
    offLimits: createOffLimits({
      etcdEndpoints: () => etcd.endpoints,
      etcdMembers: () => client.members({ timeoutMs: 1_500 }),
      own,
      lookup: systemLookup,
      clock,
    }),
  });
  const secret = knownSecret(config);
  const signer = secret && recordSigner(secret.secret);
  if (!signer) log.warn(NO_SECRET);
  const discovery = discover({ etcd, prefixes: config.prefixes, ...(signer ? { signer } : {}) });
  const source = candidatesFrom(discovery, clock.now);
  stops.push(() => discovery.stop(), source.stop);
  const { host, policy, zone, accessLog, documents, connections } = config.gateway;
  const gateway = createGateway({
    source,
    reach,
    policy,
    zone,
    allowedHosts: [host, ...config.allowedHosts],
    allowedOrigins: config.allowedOrigins,
    limits: { connections },
    documents,
    accessLog: accessLog ? log : null,
    log,
    clock,
    ownProcess: true,
  });
  const wanted = typeof config.gateway.port === "number" ? config.gateway.port : DEFAULT_PORT;
  const port = await gateway.listen(wanted, host);
  own.add(port);
  stops.push(() => gateway.stop(GRACE_MS));
  discovery.onStale((stale) => log.info(stale ? "etcd is away: the last view serves" : "Live again"));
  if (signer) {
    const news = createAppliedNews({
      etcd: client,
      name: `${hostname()}-${randomBytes(4).toString("hex")}`,
      address: formatAddress(host, port),
      revision: () => source.revision,
      onChange: source.onChange,
      records: createRecords({ signer, now: clock.now }),
      clock,
      log,
    });
    stops.push(news.stop);
  }
  say(`gateway at http://${formatAddress(host, port)}/send/{service}`);
  const { instances, revision } = await discovery.ready();
  say(`live: ${instances.length.toLocaleString("en")} instances, revision ${revision}`);
}

closeWithGrace({ delay: GRACE_MS + 2_000, logger: false }, async ({ err, signal }) => {
  if (err) complain(err.stack ?? err.message);
  else if (signal) say("ending; press Ctrl-C again to end at once");
  await end();
});
start().catch(async (error) => {
  if (!(error instanceof StartError)) throw error;
  complain(error.message);
  await end();
  process.exit(1);
});
