#!/usr/bin/env node
// Calls a service by its name, once a second, and says who answered and what was decided on the way.
//   node examples/client.mjs catalog http://127.0.0.1:2379
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "rollcall/discovery";

const [service = "catalog", etcd = "http://127.0.0.1:2379"] = process.argv.slice(2);
const client = createClient({ etcd, service, policy: "least-requests" });
// Names come from whoever may write to etcd, answers from the services: nothing in them gets to steer the terminal.
const plain = (text) =>
  String(text ?? "").replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

client.onDecision(({ kind, instance, failure, why }) => {
  if (kind !== "picked" && kind !== "answered")
    console.log(kind, plain(instance?.instance), plain(failure?.message ?? why));
});

for (;;) {
  try {
    const response = await client.fetch("/");
    console.log(response.status, plain(response.instance.instance), plain((await response.text()).trim()));
  } catch (error) {
    console.log(error.code, plain(error.message));
  }
  await delay(1000);
}
