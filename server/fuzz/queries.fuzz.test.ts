import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { queryOver } from "@/lib/api/query";
import type { Query } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import type { Language } from "@/lib/query/language";
import { auditLanguage } from "@/lib/query/languages/audit";
import { eventLanguage } from "@/lib/query/languages/events";
import { instanceLanguage } from "@/lib/query/languages/instances";
import { leaseLanguage } from "@/lib/query/languages/leases";
import { serviceLanguage } from "@/lib/query/languages/services";
import { unrecognizedLanguage } from "@/lib/query/languages/unrecognized";
import { print } from "@/lib/query/print";
import { suggest } from "@/lib/query/suggest";
import { rowsOf } from "@/lib/registry/select";
import { summarizeServices } from "@/lib/registry/summaries";
import { fuzz } from "./fuzz";
import { bytes, soup } from "./hostile";
import { createFuzzedRegistry } from "./registry";

const PIECES = [
  "service:",
  "state:late",
  "-v",
  "-vq ",
  "port:>",
  "8000",
  "meta.version:",
  '"',
  "'",
  "(",
  ")",
  ",",
  " OR ",
  "*",
  "?",
  "\\",
  ":",
  "-",
  " ",
  "key:/a/",
  "web",
  "nothing:1",
  "meta.",
  "lease:7",
  "><=",
];

const { registry, write } = createFuzzedRegistry();
const fat = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`name-${at}`, `value ${at} `.repeat(20)]));
for (let at = 0; at < 5; at++)
  write([
    {
      key: `/services/web/eu/${at}`,
      value: bytes(JSON.stringify({ host: "10.0.0.1", port: 80 + at, metadata: fat })),
      leaseId: "7",
    },
    { key: `/services/broken/eu/${at}`, value: bytes("{"), leaseId: null },
  ]);
const view = registry.view();
if (!view) throw new Error("Nothing was listed");
const rows = [...rowsOf(view)];
const services = [...summarizeServices(view)];
const unrecognized = [...view.unrecognized.values()];
afterAll(() => registry.stop());

/** A list's language, and what is in the list. */
const LISTS: Record<string, (text: string) => void> = {
  instances: ask(instanceLanguage, rows),
  services: ask(serviceLanguage, services),
  unrecognized: ask(unrecognizedLanguage, unrecognized),
  events: ask(eventLanguage, []),
  audit: ask(auditLanguage, []),
  leases: ask(leaseLanguage, []),
};

function ask<T>(language: Language<T>, subjects: readonly T[]): (text: string) => void {
  const parameter = queryOver(language);
  return (text) => {
    // As a page types it: it may be half of something.
    suggest(text, text.length, language, subjects);
    const parsed = parameter.safeParse(text);
    if (!parsed.success) {
      for (const { message } of parsed.error.issues) expect(message).toMatch(/[.!?]$|^must /);
      return;
    }
    const query: Query | undefined = parsed.data;
    if (!query) return;
    const { matches } = compile(query, language);
    for (const subject of subjects) matches(subject);
    const again = parameter.safeParse(print(query.parts));
    expect(again.success).toBe(true);
  };
}

test("whatever is asked of a list is answered or refused with words", async () => {
  await fuzz<{ list: string; text: string }>({
    inputs: fc.record({ list: fc.constantFrom(...Object.keys(LISTS)), text: soup(PIECES) }),
    sizeOf: ({ text }) => text.length,
    run: ({ list, text }) => LISTS[list]?.(text),
    steps: { any: 10_000, perByte: 20 },
  });
});
