import { leaseNames } from "@/lib/leases/lease-hex";
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

const NOT_OF_LEASES = ["state", "liveness", "admin", "cause"];
/** Of the instances on a lease: nothing about those that are gone, and how they stand is how the lease does. */
const heldLanguage: Language<InstanceRow> = {
  ...instanceLanguage,
  fields: instanceLanguage.fields.filter(({ name }) => !NOT_OF_LEASES.includes(name)),
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
      of: ({ id }) => leaseNames(id),
    },
    {
      name: "state",
      aliases: ["liveness"],
      means: "what was found when it was asked after",
      example: "state:late,overdue",
      kind: "choice",
      choices: LIVENESS,
      offered: true,
      of: ({ state }) => state,
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
