import type { Registration, RegistrationPreview } from "@/lib/api/registrations";
import type { World } from "./action";
import { summaryOf } from "./loss";
import { type Encoded, encode } from "./register";

/** What a registration would write, to the byte, and what was looked up before it. Writes nothing. */
export async function previewRegistration(
  input: Registration,
  wants: { reach: boolean },
  world: World,
): Promise<RegistrationPreview> {
  const encoded = encode(input, world.layouts);
  const { key, value, layout, prefix } = encoded;
  const text = new TextDecoder().decode(value);
  const checks = [await isFree(encoded, world), isKnown(encoded, world)];
  if (wants.reach) checks.push(await isReachable(encoded, world));
  return {
    key,
    value: { text, base64: Buffer.from(value).toString("base64"), bytes: value.length },
    layout: layout.id,
    prefix,
    ttlSeconds: input.ttlSeconds,
    hold: input.hold,
    checks,
    etcdctl: command(key, text, input.ttlSeconds),
  };
}

type Check = RegistrationPreview["checks"][number];

async function isFree({ key }: Encoded, world: World): Promise<Check> {
  const [found] = (await world.etcd().range({ range: { key } })).keyValues;
  return found
    ? { check: "key-free", state: "bad", words: `The key is taken, since revision ${found.createRevision}.` }
    : { check: "key-free", state: "good", words: "The key is free." };
}

function isKnown({ instance }: Encoded, world: World): Check {
  const summary = summaryOf(instance.service, world);
  return summary
    ? { check: "service-known", state: "good", words: `${instance.service} has ${summary.total} instances.` }
    : {
        check: "service-known",
        state: "unknown",
        words: `${instance.service} would be a new service: is the name right?`,
      };
}

async function isReachable({ instance }: Encoded, world: World): Promise<Check> {
  const [endpoint] = instance.endpoints;
  if (!endpoint) return { check: "reachable", state: "unknown", words: "The registration names no address." };
  const { state, words } = await world.reach(endpoint);
  return { check: "reachable", state, words };
}

/** For a shell: the lease first, where there is one. */
function command(key: string, text: string, ttlSeconds: number | null): string {
  const put = (lease: string) => `etcdctl put ${lease}-- ${quoted(key)} ${quoted(text)}`;
  if (ttlSeconds === null) return put("");
  return `LEASE=$(etcdctl lease grant ${ttlSeconds} | cut -d' ' -f2)\n${put('--lease="$LEASE" ')}\netcdctl lease keep-alive "$LEASE"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
