import { writeYaml } from "@/lib/yaml/write";

/** One document as if it were written at once: the entries of a list may stand as far out as its name. */
export function* yamlPieces(head: string, first: object, registrations: Iterable<unknown>): Generator<string> {
  yield head + writeYaml(first);
  let some = false;
  for (const registration of registrations) {
    if (!some) yield "registrations:\n";
    some = true;
    yield writeYaml([registration]);
  }
  if (!some) yield "registrations: []\n";
}
