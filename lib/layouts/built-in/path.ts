import type { Layout, ValueMap } from "../types";

/** Where writers of plain JSON put the address. */
export const HOST_AND_PORT: ValueMap = {
  host: ["hostname", "host", "ip", "Hostname", "Host", "IP"],
  port: ["port", "Port"],
  address: ["address", "addr", "url", "endpoint", "Address", "Addr", "URL"],
  protocol: ["protocol", "scheme"],
  registeredAt: ["registeredAt", "registered_at"],
};

export const ANY_ADDRESS = "hostname|host|ip|Hostname|Host|IP|address|addr|url|endpoint|Address|Addr|URL";

/** The layout of the founding documents: one JSON value for one instance, by datacenter. */
export const path: Layout = {
  id: "path",
  title: "Path with datacenter",
  defaultPrefix: "/services/",
  rules: [
    {
      key: "{prefix}{service}/{datacenter}/{instance}",
      role: "instance",
      value: { kind: "json", require: [ANY_ADDRESS], map: HOST_AND_PORT, metadata: ["metadata", "*"] },
    },
  ],
  write: {
    put: "full",
    delete: "ok",
    instance: "address",
    note: "An owner that puts its key again brings a deleted instance back; one that only keeps its lease alive does not.",
  },
};
