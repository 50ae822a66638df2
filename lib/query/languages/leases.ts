import { type InstanceRow, rowOf } from "@/lib/registry/select";
import type { Instance, LeaseId } from "@/lib/registry/types";
import { nest } from "../compile";
import type { Language } from "../language";
import { instanceLanguage } from "./instances";

/** A lease as queries see it: the page's rows and the API's entries both are one. */
export interface LeaseSubject {
  id: LeaseId;
  /** As etcdctl prints it. */
  hex: string;
  state: "alive" | "late" | "overdue";
  /** Those that hang on it. */
  instances: readonly Instance[];
}

/** What words are looked for in, kept as long as the lease holds the same. */
const lines = new WeakMap<readonly Instance[], string>();

const LIVENESS = ["alive", "late", "overdue"] as const;

/** Of instances on a lease: only what a lease can be, and nothing about those that are gone. */
const heldLanguage: Language<InstanceRow> = {
  ...instanceLanguage,
  fields: instanceLanguage.fields.flatMap((field) => {
    if (field.name === "admin" || field.name === "cause") return [];
    return field.name === "state" || field.name === "liveness" ? [{ ...field, choices: LIVENESS }] : [field];
  }),
};

/** A lease is found where one of its instances fits everything that is asked about instances. */
export const leaseLanguage: Language<LeaseSubject> = {
  list: "leases",
  wordsIn: "lease id (hex or decimal), key and service",
  fields: [
    {
      name: "lease",
      aliases: ["id"],
      means: "its id, in hex or decimal",
      example: "lease:694d8f0a*",
      kind: "text",
      unlisted: true,
      of: ({ id, hex }) => [hex, id],
    },
    {
      name: "instances",
      means: "how many instances hang on it",
      example: "instances:>1",
      kind: "number",
      of: ({ instances }) => instances.length,
    },
    {
      name: "keys",
      means: "how many keys hang on it",
      example: "keys:>1",
      kind: "number",
      unlisted: true,
      of: ({ instances }) => new Set(instances.flatMap(({ keys }) => keys)).size,
    },
  ],
  nested: nest(heldLanguage, ({ instances, state }: LeaseSubject) =>
    instances.map((instance) => rowOf(instance, state, null)),
  ),
  lines({ id, hex, instances }) {
    let text = lines.get(instances);
    if (text === undefined) {
      text = [id, hex, ...instances.flatMap((one) => [one.id, ...one.keys, one.service])].join("\n").toLowerCase();
      lines.set(instances, text);
    }
    return text;
  },
};
