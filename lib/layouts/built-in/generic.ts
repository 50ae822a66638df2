import type { Layout } from "../types";
import { ANY_ADDRESS, HOST_AND_PORT } from "./path";

const KEY = "{prefix}{namespace/}{service}/{instance}";

/** Anything that ends in service/instance and says where it answers. Only where the configuration names it. */
export const generic: Layout = {
  id: "generic",
  title: "Generic",
  defaultPrefix: null,
  rules: [
    {
      key: KEY,
      role: "instance",
      value: { kind: "json", require: [ANY_ADDRESS], map: HOST_AND_PORT, metadata: ["metadata", "*"] },
    },
    { key: KEY, role: "instance", value: { kind: "url" } },
    { key: KEY, role: "instance", value: { kind: "address" } },
  ],
  write: {
    put: "full",
    delete: "ok",
    instance: "address",
    note: "Who owns the key is not known: an owner that puts it again brings a deleted instance back.",
  },
};
