import {
  exportQuerySchema,
  importedSchema,
  importQuerySchema,
  importSchema,
  type StaticRegistration,
  staticFileSchema,
} from "@/lib/api/imports";
import type { Instance } from "@/lib/registry/types";
import { importFile } from "@/server/actions/import-file";
import { jsonInPieces } from "@/server/http/reply";
import { inTurns } from "@/server/http/turns";
import { type ApiContext, presentView } from "./context";
import { byText } from "./cursor";
import { type Nothing, route } from "./route";
import { yamlPieces } from "./yaml-pieces";

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
  cost: "stream",
  async handle({ query, accepts, pace }, context) {
    const view = presentView(context);
    const wanted = query.service && new Set(query.service);
    const chosen: Instance[] = [];
    for await (const part of inTurns(view.instances.values(), pace))
      for (const instance of part) if (!wanted || wanted.has(instance.service)) chosen.push(instance);
    chosen.sort((a, b) => byText(a.id, b.id));
    const leftOut = chosen.reduce((count, instance) => count + (isWhole(instance) ? 0 : 1), 0);
    const counted = leftOut > 0 ? { leftOut } : {};
    if (accepts !== YAML)
      return jsonInPieces({ rollcall: 1, ...counted }, "registrations", registrationsOf(chosen, context));
    const head = `# As of revision ${view.revision}.${leftOut > 0 ? ` ${leftOut} without an address, or with more metadata than is kept, are left out.` : ""}\n`;
    return {
      kind: "stream",
      contentType: `${YAML}; charset=utf-8`,
      fileName: "registrations.yaml",
      pieces: yamlPieces(head, { rollcall: 1, ...counted }, registrationsOf(chosen, context)),
    };
  },
});

/** Whether a file could bring it back: it names an address, and nothing of it was cut. */
function isWhole({ endpoints: [endpoint], cut }: Instance): boolean {
  return endpoint !== undefined && endpoint.port !== 0 && cut === undefined;
}

function* registrationsOf(instances: readonly Instance[], context: ApiContext): Generator<StaticRegistration> {
  for (const instance of instances) {
    const registration = isWhole(instance) ? staticOf(instance, context) : null;
    if (registration) yield registration;
  }
}

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
