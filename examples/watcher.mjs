#!/usr/bin/env node
// Prints who comes and who goes.
//   node examples/watcher.mjs http://127.0.0.1:2379 catalog
import { discover } from "rollcall/discovery";

const [etcd = "http://127.0.0.1:2379", service] = process.argv.slice(2);
const found = discover({ etcd, ...(service ? { service } : {}) });
// Names come from whoever may write to etcd: nothing in them gets to steer the terminal.
const plain = (text) =>
  String(text ?? "").replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

found.onChange(({ arrived, changed, left }) => {
  for (const one of arrived) console.log(plain(`+ ${one.service} ${one.instance}`));
  for (const one of changed) console.log(plain(`~ ${one.service} ${one.instance}`));
  for (const one of left) console.log(plain(`- ${one.service} ${one.instance}`));
});
found.onStale((stale) => console.log(plain(stale ? `? etcd is away: ${found.trouble?.message ?? ""}` : "! live")));

for await (const { instances, revision } of found) console.log(`= ${instances.length} at revision ${revision}`);
