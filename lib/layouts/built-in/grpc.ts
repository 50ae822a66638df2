import type { Layout } from "../types";

/**
 * etcd's own gRPC naming (client/v3/naming/endpoints). The service is the whole target, slashes included: what a
 * client dials. Readers take every put for an addition whatever `Op` says, and so do we; an `Op` other than 0 is shown.
 */
export const grpc: Layout = {
  id: "grpc",
  title: "gRPC naming",
  docs: "https://etcd.io/docs/latest/dev-guide/grpc_naming/",
  defaultPrefix: null,
  rules: [
    {
      key: "{service*}/{instance}",
      role: "instance",
      value: {
        kind: "json",
        require: ["Addr"],
        map: {
          address: "Addr",
          protocol: { constant: "grpc" },
          "metadata.Op": { path: "Op", enumeration: { "0": "" } },
        },
        metadata: ["Metadata"],
        base: { Op: 0, Addr: "", Metadata: null },
      },
    },
  ],
  write: {
    put: "full",
    delete: "ok",
    instance: "address",
    note: "The owner does not put its key again while its lease lives: a deleted instance stays away until the process restarts.",
  },
};
