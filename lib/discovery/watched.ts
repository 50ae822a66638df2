import type { ProblemField } from "@/lib/errors";
import { DEFAULT_PREFIXES, parsePrefixes } from "@/lib/layouts/prefixes";
import type { Layout, WatchedPrefix } from "@/lib/layouts/types";
import type { DiscoverOptions } from "./discovery.types";
import { checkEtcd } from "./etcd";
import { checkObject, checkPrefix, checkSignal, fieldsRefused, layoutOf, refuse } from "./refuse";

/** The prefixes to follow and the layouts that read them. Throws a `Problem` that names every wrong option of `discover`. */
export function watchedPrefixes(options: DiscoverOptions): WatchedPrefix[] {
  checkObject(options);
  const wrong = [...checkEtcd(options.etcd), ...checkServices(options.service), ...checkSignal(options.signal)];
  const watched = read(options, wrong);
  if (wrong.length > 0) throw refuse(wrong);
  return watched;
}

function read({ layout, prefix, prefixes }: DiscoverOptions, wrong: ProblemField[]): WatchedPrefix[] {
  if (layout === undefined) {
    if (prefix !== undefined) wrong.push({ field: "layout", message: `has to say how ${prefix} is read` });
    if (Array.isArray(prefixes)) return [...prefixes];
    if (prefixes !== undefined && typeof prefixes !== "string") {
      wrong.push({ field: "prefixes", message: "should be a text like /services/=path, or a list" });
      return [];
    }
    const parsed = parsePrefixes(prefixes ?? DEFAULT_PREFIXES);
    wrong.push(
      ...parsed.mistakes.map((sentence) => ({
        field: "prefixes",
        message: `cannot be read: ${sentence.replace(/\.$/, "")}`,
      })),
    );
    return parsed.prefixes;
  }
  if (prefixes !== undefined) wrong.push({ field: "prefixes", message: "and layout exclude each other" });
  let found: Layout | null = null;
  wrong.push(
    ...fieldsRefused(() => {
      found = layoutOf(layout);
    }),
  );
  return found === null ? [] : under(found, prefix, wrong);
}

function under(layout: Layout, given: string | undefined, wrong: ProblemField[]): WatchedPrefix[] {
  const prefix = given ?? layout.defaultPrefix;
  wrong.push(...checkPrefix(prefix));
  return prefix === null ? [] : [{ prefix, layouts: [layout] }];
}

function checkServices(service: unknown): ProblemField[] {
  const named: unknown[] = service === undefined ? [] : [service].flat();
  if (service === undefined || (named.length > 0 && named.every((one) => typeof one === "string" && one !== "")))
    return [];
  return [{ field: "service", message: "should be a name, or a list of at least one; leave it out for all services" }];
}
