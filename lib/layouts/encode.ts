import { Problem, type ProblemField } from "@/lib/errors";
import type { Key } from "@/lib/registry/types";
import { formatAddress, parseHost } from "./address";
import { encodeValue } from "./codec";
import { type CompiledRule, compileLayout } from "./compile";
import { Fields, readProtocol, toInstance } from "./fields";
import { describe, isObject } from "./json-value";
import { RawValue } from "./raw-value";
import { NO_REDACTION } from "./redact";
import type { Layout, RegistrationInput } from "./types";

/**
 * The bytes that register an instance. What is written is read back before it is returned: whatever the layout has no
 * place for is refused, never dropped. Throws a Problem `invalid-request` that names every wrong field.
 */
export function encodeRegistration(
  layout: Layout,
  prefix: string,
  input: RegistrationInput,
): { key: Key; value: Uint8Array } {
  const wrong = checkInput(input, layout);
  const host = wrong.length > 0 ? null : parseHost(input.host);
  if (host === null) throw refuse(layout, wrong);
  const wanted = toFields(layout, { ...input, host });
  let refused: ProblemField[] | null = null;
  for (const rule of compileLayout(layout, prefix)) {
    if (rule.role !== "instance") continue;
    const attempt = encodeWith(rule, prefix, wanted, { ...input, host });
    if (attempt.ok) return { key: attempt.key, value: attempt.value };
    // The last rule is the most general: its refusal is the one that holds for the layout.
    refused = attempt.fields;
  }
  throw refuse(layout, refused ?? [{ field: "layout", message: `${layout.title} has no instances to write.` }]);
}

function refuse(layout: Layout, fields: ProblemField[]): Problem {
  const detail = fields.map(({ field, message }) => `${field} ${message}`).join("; ");
  return new Problem("invalid-request", `This cannot be written as ${layout.title}: ${detail}.`, { fields });
}

/**
 * What is wrong with an instance whatever the layout, and with its name in this one. Programs without types come through
 * here as well, so every field may hold anything.
 */
export function checkInput(input: RegistrationInput, layout: Layout | null): ProblemField[] {
  const wrong: ProblemField[] = [];
  const given: Readonly<Record<string, unknown>> = { ...input };
  for (const field of ["service", "host"])
    if (given[field] === undefined || given[field] === "") wrong.push({ field, message: "is missing" });
  for (const field of ["service", "instance", "datacenter", "protocol", "host"]) {
    const text = given[field];
    if (text === undefined || text === "") continue;
    if (typeof text !== "string") wrong.push({ field, message: `should be a text, not ${describe(text)}` });
    else if (field === "host" && parseHost(text) === null)
      wrong.push({ field, message: "should be a host name or an address, without scheme and port" });
    else if (/\p{Surrogate}/u.test(text)) wrong.push({ field, message: "holds half a character" });
    // In key text this stands for a byte: what would be read back is not what was typed.
    else if (/\\x[0-9a-f]{2}/i.test(text))
      wrong.push({ field, message: "may not contain \\x and two hexadecimal digits" });
  }
  const { port } = given;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535)
    wrong.push({ field: "port", message: `should be a number from 1 to 65535, not ${describe(port)}` });
  wrong.push(...checkMetadata(given.metadata));
  if (wrong.length > 0 || layout === null) return wrong;
  if (layout.write.instance === "url" && input.instance !== undefined && input.instance !== urlOf(input))
    wrong.push({ field: "instance", message: `is the URL in this layout, ${urlOf(input)}: leave it out` });
  return wrong;
}

function checkMetadata(metadata: unknown): ProblemField[] {
  if (metadata === undefined) return [];
  if (!isObject(metadata))
    return [{ field: "metadata", message: `should be an object of texts, not ${describe(metadata)}` }];
  return Object.entries(metadata)
    .filter(([, value]) => typeof value !== "string")
    .map(([name, value]) => ({ field: `metadata/${name}`, message: `should be a text, not ${describe(value)}` }));
}

function urlOf(input: RegistrationInput): string {
  return `${input.protocol ?? "http"}://${formatAddress(parseHost(input.host) ?? "", input.port)}`;
}

function toFields(layout: Layout, input: RegistrationInput): Fields {
  const address = formatAddress(input.host, input.port);
  const names = {
    address,
    url: urlOf(input),
    container: `${input.host}:${input.service}:${input.port}${readProtocol(input.protocol) === "udp" ? ":udp" : ""}`,
  };
  const fields = new Fields(
    new Map([
      ["service", input.service],
      ["instance", input.instance ?? names[layout.write.instance ?? "address"]],
      ["host", input.host],
      ["port", String(input.port)],
    ]),
  );
  if (input.datacenter !== undefined) fields.set("datacenter", input.datacenter);
  if (input.protocol !== undefined) fields.set("protocol", input.protocol);
  for (const [name, value] of Object.entries(input.metadata ?? {})) fields.metadata.set(name, value);
  return fields;
}

type Attempt = { ok: true; key: Key; value: Uint8Array } | { ok: false; fields: ProblemField[] };

function encodeWith(rule: CompiledRule, prefix: string, wanted: Fields, input: RegistrationInput): Attempt {
  const captures = new Map<string, string>();
  for (const field of ["service", "instance", "datacenter"]) {
    const value = wanted.get(field);
    if (value !== undefined) captures.set(field, value);
  }
  const encoded = rule.template.encode(captures);
  if (!encoded.ok) return { ok: false, fields: [encoded] };
  if (!encoded.key.startsWith(prefix)) {
    const message = `has to begin with ${prefix.slice(0, -1)}: it is the first part of the key`;
    return { ok: false, fields: [{ field: "service", message }] };
  }
  const value = new TextEncoder().encode(encodeValue(rule.codec, wanted));
  const fields = readBack(rule, encoded.key, value, input, wanted.get("instance") ?? "");
  return fields.length > 0 ? { ok: false, fields } : { ok: true, key: encoded.key, value };
}

/** The fields that would be lost or changed. */
function readBack(
  rule: CompiledRule,
  key: Key,
  value: Uint8Array,
  input: RegistrationInput,
  name: string,
): ProblemField[] {
  const captures = rule.template.decode(key) ?? new Map<string, string>();
  const fields = new Fields(captures, rule.fields);
  const decoding = rule.read(new RawValue(value, NO_REDACTION), captures, fields);
  if (!decoding.ok) return [{ field: "metadata", message: `cannot be read back: ${decoding.detail()}` }];
  const read = toInstance(rule.layout.id, { key, value, ...NEVER_WRITTEN }, fields);
  const [endpoint] = read.endpoints;
  const lost: ProblemField[] = [];
  const compare = (field: string, wanted: unknown, found: unknown) => {
    if (wanted !== undefined && wanted !== found)
      lost.push({
        field,
        message: found === undefined ? "has no place in this layout" : `would be read back as ${describe(found)}`,
      });
  };
  compare("service", input.service, read.service);
  compare("instance", name, read.instance);
  compare("host", input.host, endpoint?.host);
  compare("port", input.port, endpoint?.port);
  compare("datacenter", input.datacenter, read.datacenter);
  compare("protocol", readProtocol(input.protocol) ?? undefined, endpoint?.protocol ?? undefined);
  for (const [entry, text] of Object.entries(input.metadata ?? {})) {
    compare(`metadata/${entry}`, text, Object.hasOwn(read.metadata, entry) ? read.metadata[entry] : undefined);
  }
  return lost;
}

const NEVER_WRITTEN = { createRevision: "0", modRevision: "0", version: "0", leaseId: null };
