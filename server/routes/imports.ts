import {
  exportQuerySchema,
  importedSchema,
  importQuerySchema,
  importSchema,
  type StaticFile,
  type StaticRegistration,
  staticFileSchema,
} from "@/lib/api/imports";
import type { Instance } from "@/lib/registry/types";
import { writeYaml } from "@/lib/yaml/write";
import { importFile } from "@/server/actions/import-file";
import { type ApiContext, presentView } from "./context";
import { byText } from "./cursor";
import { type Nothing, route } from "./route";

const YAML = "application/yaml";

export const importRoute = route<ApiContext, Nothing, typeof importQuerySchema, typeof importSchema>({
  method: "POST",
  path: "/imports",
  id: "importFile",
  summary: "Bring registrations in from a static file; with `dryRun` only the difference",
  role: "operator",
  writes: true,
  query: importQuerySchema,
  body: importSchema,
  answer: { status: 200, description: "What became, or would become, of each entry.", schema: importedSchema },
  handle: async ({ body, query, actor }, { world, actions }) => ({
    kind: "json",
    body: await importFile(body, { dryRun: query.dryRun, actor }, world, actions),
  }),
});

export const exportRoute = route<ApiContext, Nothing, typeof exportQuerySchema>({
  method: "GET",
  path: "/exports",
  id: "exportFile",
  summary: "The registrations as a static file that `POST /imports` reads; secrets stay hidden",
  role: "viewer",
  query: exportQuerySchema,
  answer: {
    status: 200,
    description: "JSON, or YAML where that is asked for.",
    schema: staticFileSchema,
    also: [YAML],
  },
  problems: ["not-ready"],
  handle({ query, accepts }, context) {
    const view = presentView(context);
    const wanted = query.service && new Set(query.service);
    const instances = [...view.instances.values()].filter(({ service }) => !wanted || wanted.has(service));
    const registrations = instances
      .sort((a, b) => byText(a.id, b.id))
      .flatMap((instance) => staticOf(instance, context) ?? []);
    const file: StaticFile = { rollcall: 1, registrations };
    if (accepts !== YAML) return { kind: "json", body: file };
    const leftOut = instances.length - registrations.length;
    const head = `# As of revision ${view.revision}.${leftOut > 0 ? ` ${leftOut} without an address are left out.` : ""}\n`;
    return {
      kind: "stream",
      contentType: `${YAML}; charset=utf-8`,
      fileName: "registrations.yaml",
      pieces: [head, writeYaml(file)],
    };
  },
});

/** Null where it names no address: a file could not bring it back. */
function staticOf(instance: Instance, { layouts }: ApiContext): StaticRegistration | null {
  const [endpoint] = instance.endpoints;
  if (!endpoint || endpoint.port === 0) return null;
  const { layout, service, datacenter, metadata } = instance;
  const watched = layouts.prefixes.find(
    (one) => instance.id.startsWith(one.prefix) && one.layouts.some(({ id }) => id === layout),
  );
  return {
    layout,
    ...(watched ? { prefix: watched.prefix } : {}),
    service,
    instance: instance.instance,
    host: endpoint.host,
    port: endpoint.port,
    ...(datacenter === undefined ? {} : { datacenter }),
    ...(endpoint.protocol === null ? {} : { protocol: endpoint.protocol }),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}
