import { describe, expect, it } from "vitest";
import { openApiDocument } from "./openapi";
import { rowsFor } from "./table";

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

/** As where the console has everything. */
const routes = rowsFor({ fleet: true, members: true });
const document = openApiDocument(routes, "1.2.3") as unknown as Document;

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "$ref" && typeof member === "string" ? [member] : referencesIn(member),
  );
}

describe("the OpenAPI document", () => {
  it.each(routes.map((row) => [row.method, row.path, row] as const))("describes %s %s", (method, path, row) => {
    const templated = path.replace(/:(\w+)/g, "{$1}");
    const operation = document.paths[templated]?.[method.toLowerCase()];
    expect(operation?.operationId).toBe(row.id);
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining([String(row.answer.status), "400", "500"]),
    );
    const names = (operation?.parameters ?? []).map((parameter) => parameter.name);
    expect(names).toEqual([...path.matchAll(/:(\w+)/g)].map((match) => match[1]).concat(Object.keys(row.query.shape)));
    for (const match of templated.matchAll(/\{(\w+)\}/g))
      expect(operation?.parameters).toContainEqual(
        expect.objectContaining({ name: match[1], in: "path", required: true }),
      );
  });

  it("points nowhere but to what it holds", () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(document.components.schemas).toHaveProperty(reference.slice("#/components/schemas/".length));
    }
  });

  it("names every operation once", () => {
    expect(new Set(routes.map((row) => row.id)).size).toBe(routes.length);
  });

  it("says which parameters are needed", () => {
    const parameters = document.paths["/keys"]?.get?.parameters;
    expect(parameters).toContainEqual(expect.objectContaining({ name: "key", required: true }));
    const instances = document.paths["/instances"]?.get?.parameters ?? [];
    expect(instances.every((parameter) => !parameter.required)).toBe(true);
  });
});
