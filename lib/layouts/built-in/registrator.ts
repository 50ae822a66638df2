import type { Layout } from "../types";

/** Registrator, and KillrVideo under its own prefix: the bare address. Tags and attributes never reach etcd. */
export const registrator: Layout = {
  id: "registrator",
  title: "Registrator",
  docs: "https://github.com/gliderlabs/registrator",
  defaultPrefix: "/services/",
  rules: [
    {
      key: "{prefix}{service}/{instance:udpid}",
      role: "instance",
      value: { kind: "address" },
      fields: { protocol: "udp" },
    },
    { key: "{prefix}{service}/{instance}", role: "instance", value: { kind: "address" } },
  ],
  write: {
    put: "full",
    delete: "ok",
    instance: "container",
    note: "Without a TTL the key outlives a crashed host: deleting a stale one is normal. A running Registrator puts it back at its next refresh or resync, if it has one.",
  },
};
