/** A process of the demo fleet. It registers itself through lib/discovery like any other service would. */
import { createServer } from "node:http";
import { connectEtcd } from "@/lib/discovery/etcd";
import { listenFrom } from "@/lib/discovery/listen-from";
import { register } from "@/lib/discovery/register";
import type { Registration } from "@/lib/discovery/registration.types";
import type { Instance } from "@/lib/registry/types";
import { CALL, callDependencies } from "./calls";
import { type CallFailed, ORDERS, type Orders, type Report } from "./orders";
import { createService } from "./service";
import { blow } from "./storm";

function say(report: Report): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function report(registration: Registration): void {
  const { key } = registration;
  registration.onState((state) => {
    const why = "why" in state ? state.why : null;
    const error = "error" in state ? (state.error?.message ?? null) : null;
    const leaseId = "leaseId" in state ? state.leaseId : null;
    say({ say: "registration", state: state.kind, why, error, key, leaseId });
  });
}

function onCall({ service, id }: Instance, failure: CallFailed | null): void {
  say({ say: "called", service, instance: id, request: CALL, failure });
}

async function run(orders: Orders): Promise<void> {
  const { service } = orders;
  const etcd = connectEtcd(orders.etcd);
  const calls = service.dependsOn.length > 0 ? callDependencies({ etcd, services: service.dependsOn, onCall }) : null;
  const server = createServer(createService(orders, () => calls?.counts() ?? []));
  const port = await listenFrom(server);
  say({ say: "listening", port });
  if (orders.storm) return blow(etcd, orders, port, orders.storm);
  report(
    register({
      etcd,
      service: service.name,
      host: "127.0.0.1",
      port,
      layout: service.layout,
      prefix: service.prefix,
      ttlSeconds: orders.ttlSeconds,
      heartbeatSeconds: orders.heartbeatSeconds,
      keeping: service.keeping,
      ...(service.layout === "heartbeat" ? {} : { instance: orders.instance }),
      ...(orders.datacenter === null ? {} : { datacenter: orders.datacenter }),
      ...(service.layout === "path" ? { protocol: "http", metadata: metadataOf(orders) } : {}),
    }),
  );
}

function metadataOf({ service: { dependsOn } }: Orders): Record<string, string> {
  return { version: "1.0", ...(dependsOn.length > 0 ? { dependsOn: dependsOn.join(",") } : {}) };
}

const orders = process.env[ORDERS];
delete process.env[ORDERS];
// Without any it is only being compiled.
if (orders) void run(JSON.parse(orders) as Orders);
