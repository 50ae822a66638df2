/** The least anybody can do: list all keys in pages at one revision and keep them. Run by itself, says what it took. */
import { Etcd3, type IKeyValue } from "etcd3";
import { PREFIX } from "../fleet";

const PAGE = 1000;
const [hosts = "", pageSize = String(PAGE)] = process.argv.slice(2);

const client = new Etcd3({ hosts, grpcOptions: { "grpc.max_receive_message_length": -1 } });
const end = Buffer.from(PREFIX);
end[end.length - 1] = (end[end.length - 1] ?? 0) + 1;

const keyValues: IKeyValue[] = [];
const startedAt = performance.now();
let key = Buffer.from(PREFIX);
let revision: string | undefined;
for (let more = true; more; ) {
  const page = await client.kv.range({
    key,
    range_end: end,
    limit: Number(pageSize),
    ...(revision === undefined ? {} : { revision }),
  });
  revision = page.header.revision;
  for (const keyValue of page.kvs) keyValues.push(keyValue);
  const last = page.kvs[page.kvs.length - 1];
  more = page.more && last !== undefined;
  if (last) key = Buffer.concat([last.key, Buffer.from([0])]);
}
process.stdout.write(`${JSON.stringify({ keys: keyValues.length, listMs: performance.now() - startedAt })}\n`);
// Stays until its memory has been read.
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
