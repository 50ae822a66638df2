#!/usr/bin/env node
// Calls a service by its name, once a second, and says who answered and what was decided on the way.
//   node examples/client.mjs catalog http://127.0.0.1:2379
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "rollcall/discovery";

const [service = "catalog", etcd = "http://127.0.0.1:2379"] = process.argv.slice(2);
const client = createClient({ etcd, service, policy: "least-requests" });

client.onDecision(({ kind, instance, failure, why }) => {
  if (kind !== "picked" && kind !== "answered")
    console.log(kind, instance?.instance ?? "", failure?.message ?? why ?? "");
});

for (;;) {
  try {
    const response = await client.fetch("/");
    console.log(response.status, response.instance.instance, (await response.text()).trim());
  } catch (error) {
    console.log(error.code, error.message);
  }
  await delay(1000);
}
