#!/usr/bin/env node
// Prints who comes and who goes.
//   node examples/watcher.mjs http://127.0.0.1:2379 catalog
import { discover } from "rollcall/discovery";

const [etcd = "http://127.0.0.1:2379", service] = process.argv.slice(2);
const found = discover({ etcd, ...(service ? { service } : {}) });

found.onChange(({ arrived, changed, left }) => {
  for (const one of arrived) console.log(`+ ${one.service} ${one.instance}`);
  for (const one of changed) console.log(`~ ${one.service} ${one.instance}`);
  for (const one of left) console.log(`- ${one.service} ${one.instance}`);
});
found.onStale((stale) => console.log(stale ? `? etcd is away: ${found.trouble?.message ?? ""}` : "! live"));

for await (const { instances, revision } of found) console.log(`= ${instances.length} at revision ${revision}`);
